import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const unusedFeaturesPresent: Rule = {
  id: 'unused-features-present',
  title: 'Unused parts of third-party software are left in',
  goesWrong: 'They are attacked like the used ones, and tested by nobody.',
  cwe: [],
  category: 'elevation-of-privilege',
  goal: 'altered',
  severity: 'low',
  mitigation: 'Build without them, or switch them off.',
  verify: 'A reviewer compares features with use.',
  falseAlarm: 'They cannot be reached.',

  judge(context: RuleContext): Verdict[] {
    return context.file.soup.items.map((each) => {
      const element = `soup.${each.id}`
      if (each.unusedFeatures === undefined) return silent(element, '"unused-features" is not stated')
      if (each.unusedFeatures === 'removed') return silent(element, 'they are left out')
      return fires(
        element,
        `unused features of ${each.id} are present`,
        'leave them out and set "unused-features: removed"',
        `${element}.unused-features`,
      )
    })
  },
}
