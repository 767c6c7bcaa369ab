import { verdictOn } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const authenticationFailsOpen: Rule = {
  id: 'authentication-fails-open',
  title: 'An authentication lets in when it cannot decide',
  goesWrong: 'Whoever makes the directory unreachable, by pulling a cable or flooding it, is let in.',
  cwe: [636],
  category: 'spoofing',
  goal: 'commanded',
  severity: 'high',
  mitigation: 'Refuse when it cannot decide, and give care an emergency way in that is logged.',
  verify: 'A tester signs in while what it asks is unreachable.',
  falseAlarm: 'What opens is the emergency way in, and its use is logged and told.',
  basis: 'NIST SP 800-53 r5 SC-24; 45 CFR 164.312(a)(2)(ii)',
  judge({ file }: RuleContext): Verdict[] {
    return file.controls
      .filter(({ kind }) => kind === 'authentication')
      .map(({ id, fails }) => {
        if (fails === undefined) return verdictOn(`controls.${id}`, '"fails" is not stated')
        if (fails === 'closed') return verdictOn(`controls.${id}`, 'it refuses when it cannot decide')
        const advice = 'refuse and set "fails: closed"'
        const found = `${id} lets in when it cannot decide`
        return verdictOn(`controls.${id}`, { found, advice, at: 'fails' })
      })
  },
}
