import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const acceptanceWithoutEnd: Rule = {
  id: 'acceptance-without-end',
  title: 'A risk is accepted for more than two years',
  goesWrong: 'What was bearable then is not looked at again.',
  cwe: [],
  category: 'repudiation',
  goal: 'altered',
  severity: 'low',
  mitigation: 'End it within two years.',
  verify: 'A reviewer reads the place.',
  falseAlarm: 'The device leaves the field before.',

  judge(context: RuleContext): Verdict[] {
    return context.file.accepted.map((each) => {
      const element = `accepted.${each.id}`
      if (Date.parse(each.expires) - context.now <= twoYears)
        return silent(element, `it ends on ${each.expires}`)
      return fires(
        element,
        `${each.id} accepts ${each.finding} until ${each.expires}`,
        'set "expires" within two years',
        `${element}.expires`,
      )
    })
  },
}

const twoYears = 731 * 24 * 60 * 60 * 1000
