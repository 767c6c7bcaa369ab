import type { Rule, RuleContext, Verdict } from '../../rule.ts'
import { judgeSideEffect } from '../../side-effects.ts'

export const controlTiresPeople: Rule = {
  id: 'control-tires-people',
  title: 'A control alarms so often that people stop listening',
  goesWrong: 'The one alarm that matters is silenced like all the others.',
  cwe: [],
  category: 'safety',
  goal: 'masked',
  severity: 'medium',
  mitigation: 'Alarm once for each cause, and put what can wait into a list.',
  verify: 'A person counts the alarms of an ordinary day.',
  falseAlarm: 'It alarms maintenance only, away from the bedside.',
  basis: 'ANSI/AAMI SW96:2023, risks arising from risk controls',
  judge(context: RuleContext): Verdict[] {
    return judgeSideEffect(context, 'alarm-fatigue')
  },
}
