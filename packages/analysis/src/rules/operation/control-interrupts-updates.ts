import type { Rule, RuleContext, Verdict } from '../../rule.ts'
import { judgeSideEffect } from '../../side-effects.ts'

export const controlInterruptsUpdates: Rule = {
  id: 'control-interrupts-updates',
  title: 'A control can leave an update half done',
  goesWrong: 'A check in the wrong place, and the device does not start.',
  cwe: [],
  category: 'denial-of-service',
  goal: 'denied',
  severity: 'medium',
  mitigation: 'Keep the old version until the new one has passed every check, and try again by itself.',
  verify: 'A tester lets the check fail at each step of an update.',
  falseAlarm: 'The device is updated in a workshop that can repair it.',
  basis: 'ANSI/AAMI SW96:2023, risks arising from risk controls',
  judge(context: RuleContext): Verdict[] {
    return judgeSideEffect(context, 'update-interruption')
  },
}
