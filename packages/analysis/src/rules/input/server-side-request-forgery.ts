import { judgeTopic } from '../../elements.ts'
import { type Rule, type RuleContext, type Verdict } from '../../rule.ts'

export const serverSideRequestForgery: Rule = {
  id: 'server-side-request-forgery',
  title: 'Input names the address that the device or server calls',
  goesWrong: 'The device is made to call inside systems that the attacker cannot reach.',
  cwe: [918],
  category: 'elevation-of-privilege',
  goal: 'disclosed',
  severity: 'medium',
  mitigation: 'Call listed hosts only, after resolving the name.',
  verify: 'A tester sends the usual attack strings and files of this kind on every interface named.',
  falseAlarm: 'The receiver has no network of its own.',

  judge(context: RuleContext): Verdict[] {
    return judgeTopic(
      context,
      'fetched-urls',
      'calls addresses that input names',
      'call listed hosts only, and name that control with "stops: [fetched-urls]"',
    )
  },
}
