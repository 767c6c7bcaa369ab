import { carriesPhi, judgeInterfaces, usesOf } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const missingAuthorization: Rule = {
  id: 'missing-authorization',
  title: 'Nothing decides what a caller may do',
  goesWrong:
    "Everybody who gets in at all, a visitor's account or the cleaning robot, commands the pump and reads every record.",
  cwe: [862],
  category: 'elevation-of-privilege',
  goal: 'commanded',
  severity: 'high',
  mitigation: 'Decide for each request, from the role of the caller, in the component that is called.',
  verify: 'command-by-wrong-role',
  falseAlarm: 'Only one role can get in, and it may do everything: name it in `roles`.',
  basis:
    'FDA premarket cybersecurity guidance (Feb 2026), appendix 1, B; IEC 62443-4-2:2019 CR 2.1; NIST SP 800-53 r5 AC-3',
  judge(context: RuleContext): Verdict[] {
    return judgeInterfaces(context, (each) => {
      if (each.authorizes === undefined) return '"authorizes" is not stated'
      if (each.authorizes !== 'nowhere') return 'it is decided somewhere what a caller may do'
      const uses = [...usesOf(context, each), ...(carriesPhi(context, each) ? ['carries patient data'] : [])]
      if (uses.length === 0) return 'it commands nothing and carries no patient data'
      const found = `${each.id} ${uses.join(', ')}, and nothing decides who may`
      return { found, advice: 'decide in the receiver and set "authorizes: each-request"', at: 'authorizes' }
    })
  },
}
