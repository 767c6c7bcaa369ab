import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const activeAndClosed: Rule = {
  id: 'active-and-closed',
  title: 'An interface is active and is said to be kept shut',
  goesWrong: 'One of the two is wrong, and nobody knows which.',
  cwe: [],
  category: 'tampering',
  goal: 'altered',
  severity: 'medium',
  mitigation: 'Correct "active" or "closed-by".',
  verify: 'A reviewer reads the place.',
  falseAlarm: 'None known.',

  judge(context: RuleContext): Verdict[] {
    return context.file.interfaces.map((each) => {
      const element = `interfaces.${each.id}`
      if (!each.active || each.closedBy.length === 0)
        return silent(element, each.active ? 'nothing is said to keep it shut' : 'it is dormant')
      return fires(
        element,
        `${each.id} is active and ${each.closedBy.join(', ')} are said to keep it shut`,
        'correct "active" or "closed-by"',
        `${element}.closed-by`,
      )
    })
  },
}
