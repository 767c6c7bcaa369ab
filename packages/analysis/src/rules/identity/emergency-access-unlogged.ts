import { phiOf } from '../../elements.ts'
import { verdictOn } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const emergencyAccessUnlogged: Rule = {
  id: 'emergency-access-unlogged',
  title: 'Emergency access leaves no trace',
  goesWrong: 'The way in for emergencies becomes the way in for the curious: nobody can tell who used it.',
  cwe: [778],
  category: 'repudiation',
  goal: 'disclosed',
  severity: 'medium',
  mitigation: 'Log each use of it, and what was done and seen.',
  verify: 'A tester uses emergency access and reads the log.',
  falseAlarm: 'A system beside the device logs it.',
  basis: '45 CFR 164.312(a)(2)(ii), 164.312(b)',
  judge({ file }: RuleContext): Verdict[] {
    const { roles, logging } = file
    const wanted = [
      'sign-in',
      ...(phiOf(file).length > 0 ? ['phi-access'] : []),
      ...(file.functions.length > 0 ? ['command'] : []),
    ]
    const missing = wanted.filter((event) => !logging?.events.some((one) => one === event))
    return roles.map(({ id, emergency }) => {
      const element = `roles.${id}`
      if (emergency !== true) return verdictOn(element, 'it has no emergency access')
      if (logging === undefined) return verdictOn(element, '"logging" is not stated')
      if (missing.length === 0) return verdictOn(element, 'what it does is logged')
      const found = `${id} has emergency access, and the log does not record ${missing.join(', ')}`
      return verdictOn(element, { found, advice: `add ${missing.join(', ')} to "events" of "logging"` })
    })
  },
}
