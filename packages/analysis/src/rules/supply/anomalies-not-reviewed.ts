import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const anomaliesNotReviewed: Rule = {
  id: 'anomalies-not-reviewed',
  title: 'Known faults of third-party software were not looked at for a year',
  goesWrong: 'The fault that stops the pump has been in its list since spring.',
  cwe: [],
  category: 'safety',
  goal: 'denied',
  severity: 'low',
  mitigation: 'Read the published list and evaluate each, yearly and at each release.',
  verify: 'A reviewer reads the evaluation.',
  falseAlarm: 'Its maker publishes none.',
  basis: 'IEC 62304:2006+A1:2015, 7.1.3',
  judge(context: RuleContext): Verdict[] {
    return context.file.soup.items.map((each) => {
      const element = `soup.${each.id}`
      if (each.anomaliesReviewed !== undefined && context.now - Date.parse(each.anomaliesReviewed) <= year)
        return silent(element, `they were looked at on ${each.anomaliesReviewed}`)
      if (each.anomaliesReviewed === undefined) return silent(element, '"anomalies-reviewed" is not stated')
      return fires(
        element,
        `anomalies of ${each.id} were last looked at on ${each.anomaliesReviewed}`,
        'evaluate them and state the day',
        `${element}.anomalies-reviewed`,
      )
    })
  },
}

const year = 366 * 24 * 60 * 60 * 1000
