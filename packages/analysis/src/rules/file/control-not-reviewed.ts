import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const controlNotReviewed: Rule = {
  id: 'control-not-reviewed',
  title: 'A control was not looked at by a person for a year',
  goesWrong: 'It did what it should when it was built.',
  cwe: [],
  category: 'tampering',
  goal: 'altered',
  severity: 'low',
  mitigation: 'Review it, and state the day.',
  verify: 'A reviewer reads the place.',
  falseAlarm: 'It cannot change: a welded case.',

  judge(context: RuleContext): Verdict[] {
    return context.file.controls.map((each) => {
      const element = `controls.${each.id}`
      if (each.reviewed === undefined) return silent(element, '"reviewed" is not stated')
      if (context.now - Date.parse(each.reviewed) <= year)
        return silent(element, `it was reviewed on ${each.reviewed}`)
      return fires(
        element,
        `${each.id} was last reviewed on ${each.reviewed}`,
        'review it and state the day in "reviewed"',
        `${element}.reviewed`,
      )
    })
  },
}

const year = 366 * 24 * 60 * 60 * 1000
