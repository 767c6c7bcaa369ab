import { ownComponents } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const unguardedConcurrency: Rule = {
  id: 'unguarded-concurrency',
  title: 'Tasks change the same state without order',
  goesWrong:
    'Two messages at the right moment see a state that is half changed: a check that no longer holds when it is used.',
  cwe: [362, 367],
  category: 'tampering',
  goal: 'altered',
  severity: 'medium',
  mitigation: 'One owner for each state, or locks; no check apart from its use.',
  verify: 'A tester sends pairs of messages at once, thousands of times.',
  falseAlarm: 'The tasks share constants only.',

  judge(context: RuleContext): Verdict[] {
    return ownComponents(context.file).map((each) => {
      const element = `components.${each.id}`
      if (each.concurrency === undefined) return silent(element, 'concurrency is not stated')
      if (!(each.concurrency === 'unguarded'))
        return silent(element, `its concurrency is ${each.concurrency}`)
      return fires(
        element,
        `tasks of ${each.id} change the same state and nothing orders them`,
        'give each state one owner or a lock, and set "concurrency: guarded"',
        `${element}.concurrency`,
      )
    })
  },
}
