import { capabilitiesOf } from '../../capabilities.ts'
import { enforcedControls } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const maintenanceReadsPhi: Rule = {
  id: 'maintenance-reads-phi',
  title: 'Maintenance can read patient data',
  goesWrong: "Whoever mends a device needs no patient's name for it.",
  cwe: [],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'medium',
  mitigation: 'Give maintenance logs and telemetry without patient data.',
  verify: 'A tester uses the capability and looks for names.',
  falseAlarm: 'It is for clinical support, asked for by the hospital each time: name the approval.',
  basis: '45 CFR 164.502(b), minimum necessary',
  judge(context: RuleContext): Verdict[] {
    return capabilitiesOf(context.file).map(({ section, capability: each }) => {
      const element = `${section}.${each.id}`
      if (!each.allows.includes('read-phi')) return silent(element, 'it reads no patient data')
      if (enforcedControls(context, each.approvedBy).length > 0)
        return silent(element, `${each.approvedBy.join(' and ')} approve it`)
      if (each.roles.length > 0 && each.roles.every((id) => isCare(context, id)))
        return silent(element, 'only clinicians and patients use it')
      return fires(
        element,
        `${each.id} reads patient data without approval`,
        'take "read-phi" away, or name what approves it',
      )
    })
  },
}

function isCare({ roles }: RuleContext, id: string): boolean {
  const kind = roles.get(id)?.kind
  return kind === 'clinician' || kind === 'patient'
}
