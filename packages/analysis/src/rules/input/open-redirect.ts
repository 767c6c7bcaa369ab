import { judgeTopic } from '../../elements.ts'
import { type Rule, type RuleContext, type Verdict } from '../../rule.ts'

export const openRedirect: Rule = {
  id: 'open-redirect',
  title: 'Input names the address that a user is sent to',
  goesWrong: "A link on the maker's own site leads staff to a false sign-in page.",
  cwe: [601],
  category: 'spoofing',
  goal: 'disclosed',
  severity: 'medium',
  mitigation: 'Redirect to listed addresses only.',
  verify: 'A tester sends the usual attack strings and files of this kind on every interface named.',
  falseAlarm: 'Nobody follows the redirect with a browser.',

  judge(context: RuleContext): Verdict[] {
    return judgeTopic(
      context,
      'redirects',
      'redirects to addresses that input names',
      'redirect to listed addresses only, and name that control with "stops: [redirects]"',
    )
  },
}
