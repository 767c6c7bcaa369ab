import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const errorBehaviourUndefined: Rule = {
  id: 'error-behaviour-undefined',
  title: 'What happens on an unexpected message is undefined',
  goesWrong: 'A message nobody thought of leaves the receiver in a state nobody thought of.',
  cwe: [755],
  category: 'denial-of-service',
  goal: 'denied',
  severity: 'medium',
  mitigation: 'Decide what each interface does with what it does not expect, and test it.',
  verify: 'malformed-input',
  falseAlarm: 'None known.',

  judge(context: RuleContext): Verdict[] {
    return context.file.interfaces.map((each) => {
      const element = `interfaces.${each.id}`
      if (each.fails === undefined) return silent(element, 'fails is not stated')
      if (!(each.fails === 'undefined')) return silent(element, `it fails ${each.fails}`)
      return fires(
        element,
        `${each.id} says that its behaviour on errors is undefined`,
        'decide it and set "fails: closed"',
        `${element}.fails`,
      )
    })
  },
}
