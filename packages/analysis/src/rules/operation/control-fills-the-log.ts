import type { Rule, RuleContext, Verdict } from '../../rule.ts'
import { judgeSideEffect } from '../../side-effects.ts'

export const controlFillsTheLog: Rule = {
  id: 'control-fills-the-log',
  title: 'A control can be made to fill the log',
  goesWrong: 'Somebody knocks all night, and the entries that matter are overwritten.',
  cwe: [779],
  category: 'denial-of-service',
  goal: 'lost',
  severity: 'low',
  mitigation: 'Count repeated entries instead of writing each, and send the log elsewhere.',
  verify: 'A tester knocks for an hour and looks for older entries.',
  falseAlarm: 'The log cannot be filled by somebody outside: then do not state the side effect.',
  basis: 'ANSI/AAMI SW96:2023, risks arising from risk controls',
  judge(context: RuleContext): Verdict[] {
    return judgeSideEffect(context, 'log-filling')
  },
}
