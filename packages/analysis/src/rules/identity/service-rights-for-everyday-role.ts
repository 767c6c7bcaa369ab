import { capabilitiesOf } from '../../capabilities.ts'
import { verdictOn } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const serviceRightsForEverydayRole: Rule = {
  id: 'service-rights-for-everyday-role',
  title: 'A role of the ward has rights of the service',
  goesWrong:
    'Everybody who treats patients can open a shell or change the settings, and so can whoever borrows their badge.',
  cwe: [266],
  category: 'elevation-of-privilege',
  goal: 'altered',
  severity: 'medium',
  mitigation: 'Give shell and configuration to technicians and administrators only.',
  verify: 'A tester signs in as a clinician and tries the service menu.',
  falseAlarm: 'The setting is part of care, such as an alarm limit: then it is a command of a function.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), appendix 1, B; NIST SP 800-53 r5 AC-6',
  judge({ file, roles }: RuleContext): Verdict[] {
    return capabilitiesOf(file).map(({ section, capability }) => {
      const element = `${section}.${capability.id}`
      const deep = capability.allows.filter((one) => one === 'shell' || one === 'configure')
      if (deep.length === 0) return verdictOn(element, 'it allows neither shell nor configuration')
      const everyday = capability.roles.filter((id) => {
        const kind = roles.get(id)?.kind
        return kind === 'clinician' || kind === 'patient'
      })
      if (everyday.length === 0) return verdictOn(element, 'no role of the ward may use it')
      const found = `${capability.id} gives ${everyday.join(', ')} the right to ${deep.join(', ')}`
      return verdictOn(element, { found, advice: 'take them out of "roles"', at: 'roles' })
    })
  },
}
