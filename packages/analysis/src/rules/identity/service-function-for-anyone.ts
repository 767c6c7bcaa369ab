import { capabilitiesOf } from '../../capabilities.ts'
import { verdictOn } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const serviceFunctionForAnyone: Rule = {
  id: 'service-function-for-anyone',
  title: 'A powerful service function is restricted to nobody',
  goesWrong:
    'A function made for one technician, to command, configure or open a shell, answers everybody who finds it.',
  cwe: [749],
  category: 'elevation-of-privilege',
  goal: 'commanded',
  severity: 'high',
  mitigation: 'Name the roles that may use it, and check them on each use.',
  verify: 'A tester calls it as a role that has nothing to do with service.',
  falseAlarm: 'Its interface admits one role only: name that here too.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), appendix 1, B; IEC 62443-4-2:2019 CR 2.1, CR 7.7',
  judge({ file }: RuleContext): Verdict[] {
    return capabilitiesOf(file).map(({ section, capability: { id, allows, roles } }) => {
      const element = `${section}.${id}`
      const strong = allows.filter((one) => one === 'shell' || one === 'command' || one === 'configure')
      if (strong.length === 0) return verdictOn(element, 'it only reads')
      if (roles.length > 0) return verdictOn(element, `it is for ${roles.join(', ')}`)
      const found = `${id} allows ${strong.join(', ')} and names no role that it is for`
      return verdictOn(element, { found, advice: 'name who may use it in "roles", or remove it' })
    })
  },
}
