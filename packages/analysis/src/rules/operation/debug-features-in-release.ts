import { ownComponents } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const debugFeaturesInRelease: Rule = {
  id: 'debug-features-in-release',
  title: 'Debug features are left in the released build',
  goesWrong: 'A test account, an engineering menu, a hidden command: somebody finds it.',
  cwe: [489, 912],
  category: 'elevation-of-privilege',
  goal: 'altered',
  severity: 'high',
  mitigation: 'Build without them; let the build fail if one is found.',
  verify: 'A reviewer compares the released image with the list of debug features.',
  falseAlarm: 'They need a key that each device has of its own: then it is an interface of use `service`.',

  judge(context: RuleContext): Verdict[] {
    return ownComponents(context.file).map((each) => {
      const element = `components.${each.id}`
      if (each.debugFeatures === undefined) return silent(element, '"debug-features" is not stated')
      if (each.debugFeatures === 'removed') return silent(element, 'they are removed')
      return fires(
        element,
        `debug features of ${each.id} are in the released build`,
        'remove them and set "debug-features: removed"',
        `${element}.debug-features`,
      )
    })
  },
}
