import type { Rule, RuleContext, Verdict } from '../../rule.ts'
import { judgeSideEffect } from '../../side-effects.ts'

export const controlCanLoseData: Rule = {
  id: 'control-can-lose-data',
  title: 'A control can make data unreadable for good',
  goesWrong: 'The key is gone, and the record of the last three days with it.',
  cwe: [],
  category: 'denial-of-service',
  goal: 'lost',
  severity: 'medium',
  mitigation:
    'Keep a second, sealed copy of the key where care can get at it, and restore from it once a year.',
  verify: 'A tester destroys the key on a test device and restores the data.',
  falseAlarm: 'What is lost is held elsewhere too: name that as what treats it.',
  basis: 'ANSI/AAMI SW96:2023, risks arising from risk controls',
  judge(context: RuleContext): Verdict[] {
    return judgeSideEffect(context, 'loss-of-data')
  },
}
