import type { Rule, RuleContext, Verdict } from '../../rule.ts'
import { judgeSideEffect } from '../../side-effects.ts'

export const controlLocksOutCare: Rule = {
  id: 'control-locks-out-care',
  title: 'A control can lock out those who must act',
  goesWrong: 'Five wrong PINs by a child at the bed, and the nurse waits an hour.',
  cwe: [645],
  category: 'denial-of-service',
  goal: 'denied',
  severity: 'medium',
  mitigation: 'Lock for minutes and not until a reset, and give clinicians emergency access that is logged.',
  verify: 'A tester locks the device and does what an emergency asks for.',
  falseAlarm: 'What it locks has no part in care.',
  basis: 'ANSI/AAMI SW96:2023, risks arising from risk controls',
  judge(context: RuleContext): Verdict[] {
    return judgeSideEffect(context, 'lock-out')
  },
}
