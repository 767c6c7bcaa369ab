import { capabilitiesOf } from '../../capabilities.ts'
import { enforcedControls } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const remoteChangeUnapproved: Rule = {
  id: 'remote-change-unapproved',
  title: 'Settings or functions can be changed from afar without approval',
  goesWrong: 'A technician at the wrong device, or somebody in their place.',
  cwe: [],
  category: 'tampering',
  goal: 'commanded',
  severity: 'medium',
  mitigation: 'Somebody at the device, or a second person, approves each use.',
  verify: 'A tester changes a setting without approval.',
  falseAlarm: 'The maker runs the device itself.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), appendix 1: authorization',
  judge(context: RuleContext): Verdict[] {
    return capabilitiesOf(context.file).map(({ section, capability: each }) => {
      const element = `${section}.${each.id}`
      if (!each.allows.some((right) => right === 'configure' || right === 'command'))
        return silent(element, 'it neither configures nor commands')
      if (each.access !== 'remote') return silent(element, 'its user is at the device')
      if (enforcedControls(context, each.approvedBy).length > 0)
        return silent(element, `${each.approvedBy.join(' and ')} approve it`)
      return fires(
        element,
        `${each.id} allows ${each.allows.join(', ')} from afar and "approved-by" names no enforced control`,
        'name what approves each use in "approved-by"',
      )
    })
  },
}
