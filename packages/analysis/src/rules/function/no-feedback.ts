import { enforcedControls } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const noFeedback: Rule = {
  id: 'no-feedback',
  title: 'Nothing compares what was done with what was asked',
  goesWrong: 'A function that does something else goes on doing it until a person notices.',
  cwe: [],
  category: 'safety',
  goal: 'altered',
  severity: 'low',
  mitigation: 'Measure the effect and compare it.',
  verify: 'A tester blocks the effect and waits for the alarm.',
  falseAlarm: 'The effect cannot be measured.',

  judge(context: RuleContext): Verdict[] {
    return context.file.functions.map((each) => {
      const element = `functions.${each.id}`
      if (enforcedControls(context, each.feedbackBy).length > 0)
        return silent(element, `${each.feedbackBy.join(' and ')} compare them`)
      if (each.harm === 'negligible' || each.harm === 'minor')
        return silent(element, `its harm is ${each.harm}`)
      return fires(
        element,
        `"feedback-by" of ${each.id} names no enforced control`,
        'name what measures the effect in "feedback-by"',
      )
    })
  },
}
