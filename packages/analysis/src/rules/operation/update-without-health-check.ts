import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const updateWithoutHealthCheck: Rule = {
  id: 'update-without-health-check',
  title: 'A new version that does not work is kept',
  goesWrong: 'Every device of the fleet takes the same fault in the same night.',
  cwe: [],
  category: 'denial-of-service',
  goal: 'denied',
  severity: 'medium',
  mitigation: 'Try it, and go back by itself.',
  verify: 'A tester sends a signed version that does not start.',
  falseAlarm: 'The device is tested by hand after each update.',

  judge(context: RuleContext): Verdict[] {
    return context.file.updates.map((each) => {
      const element = `updates.${each.id}`
      if (each.healthCheck === undefined) return silent(element, '"health-check" is not stated')
      if (each.healthCheck) return silent(element, 'it is tried, and left again')
      return fires(
        element,
        `a version of ${each.id} that does not work is kept`,
        'try the new version, and set "health-check: true"',
        `${element}.health-check`,
      )
    })
  },
}
