import type { Rule, RuleContext, Verdict } from '../../rule.ts'
import { judgeSideEffect } from '../../side-effects.ts'

export const controlUsesPower: Rule = {
  id: 'control-uses-power',
  title: 'A control uses power that the function needs',
  goesWrong: 'Encryption that halves the life of an implant.',
  cwe: [],
  category: 'safety',
  goal: 'denied',
  severity: 'medium',
  mitigation: 'Measure the power, take it into the battery budget, and bound how often the control runs.',
  verify: 'A tester measures the current with and without the control.',
  falseAlarm: 'The host runs on mains.',
  basis: 'ANSI/AAMI SW96:2023, risks arising from risk controls',
  judge(context: RuleContext): Verdict[] {
    return judgeSideEffect(context, 'power-use')
  },
}
