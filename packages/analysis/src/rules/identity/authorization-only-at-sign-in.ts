import { givesOutPhi, judgeInterfaces, usesOf } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const authorizationOnlyAtSignIn: Rule = {
  id: 'authorization-only-at-sign-in',
  title: 'Rights are checked at sign-in and never again',
  goesWrong:
    'Who signed in for one thing asks for another, and rights that were taken away hold until the session ends.',
  cwe: [863],
  category: 'elevation-of-privilege',
  goal: 'commanded',
  severity: 'medium',
  mitigation: 'Check the right of the caller to this very request, each time.',
  verify: 'command-by-wrong-role',
  falseAlarm: 'All who can sign in may do everything that it offers.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), appendix 1, B; NIST SP 800-53 r5 AC-3',
  judge(context: RuleContext): Verdict[] {
    return judgeInterfaces(context, (each) => {
      if (each.authorizes === undefined) return '"authorizes" is not stated'
      if (each.authorizes !== 'sign-in') return 'it is not decided at sign-in'
      const uses = [
        ...usesOf(context, each),
        ...(givesOutPhi(context, each) ? ['gives out patient data'] : []),
      ]
      if (uses.length === 0) return 'it commands nothing and gives out no patient data'
      const found = `${each.id} ${uses.join(', ')}, and rights are checked at sign-in only`
      return { found, advice: 'check each request and set "authorizes: each-request"', at: 'authorizes' }
    })
  },
}
