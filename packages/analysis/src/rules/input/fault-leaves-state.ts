import { ownComponents } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const faultLeavesState: Rule = {
  id: 'fault-leaves-state',
  title: 'After a fault of its own a component is in no defined state',
  goesWrong:
    'A fault in the middle of a change leaves half of it: a session without a user, a monitor that no longer alarms.',
  cwe: [460],
  category: 'safety',
  goal: 'denied',
  severity: 'medium',
  mitigation: 'Clean up and go to a defined state after every fault: fail safe, or restart.',
  verify: 'A tester ends the component at each step and looks at what it does next.',
  falseAlarm: 'The component keeps no state.',

  judge(context: RuleContext): Verdict[] {
    return ownComponents(context.file).map((each) => {
      const element = `components.${each.id}`
      if (each.onFault === undefined) return silent(element, 'on-fault is not stated')
      if (!(each.onFault === 'undefined')) return silent(element, `it ${each.onFault} after a fault`)
      return fires(
        element,
        `what ${each.id} does after a fault of its own is undefined`,
        'make it fail safe or restart, and say which in "on-fault"',
        `${element}.on-fault`,
      )
    })
  },
}
