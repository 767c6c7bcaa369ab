import type { Rule, RuleContext, Verdict } from '../../rule.ts'
import { judgeSideEffect } from '../../side-effects.ts'

export const controlDelaysCare: Rule = {
  id: 'control-delays-care',
  title: 'A control delays what cannot wait',
  goesWrong: 'A sign-in between a nurse and a stop key.',
  cwe: [],
  category: 'safety',
  goal: 'denied',
  severity: 'medium',
  mitigation:
    'Let what cannot wait, stop above all, go past the control, or measure that the delay is short enough.',
  verify: 'A tester measures the time from the first touch to the effect.',
  falseAlarm: 'What it delays can wait: say so in an accepted risk.',
  basis: 'ANSI/AAMI SW96:2023, risks arising from risk controls',
  judge(context: RuleContext): Verdict[] {
    return judgeSideEffect(context, 'delay')
  },
}
