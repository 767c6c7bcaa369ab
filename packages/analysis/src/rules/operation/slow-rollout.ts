import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const slowRollout: Rule = {
  id: 'slow-rollout',
  title: 'An update needs long to reach the fleet',
  goesWrong: 'For that long everybody knows the flaw and devices still have it.',
  cwe: [],
  category: 'tampering',
  goal: 'altered',
  severity: 'low',
  mitigation: 'Measure it, and shorten it.',
  verify: "The fleet server's own figures.",
  falseAlarm: 'The devices are offline by design, and what is open is treated on site.',

  judge(context: RuleContext): Verdict[] {
    return context.file.updates.map((each) => {
      const element = `updates.${each.id}`
      if (each.rolloutDays === undefined) return silent(element, '"rollout-days" is not stated')
      if (each.rolloutDays <= 60) return silent(element, `it takes ${each.rolloutDays} days`)
      if (each.way !== 'remote') return silent(element, 'somebody has to bring it')
      return fires(
        element,
        `${each.id} takes ${each.rolloutDays} days to reach the fleet`,
        'shorten it to 60 days or less',
        `${element}.rollout-days`,
      )
    })
  },
}
