import { ownComponents } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const unquotedPath: Rule = {
  id: 'unquoted-path',
  title: 'A path with spaces is started without quotes',
  goesWrong: 'The system tries the first part of the path as a program; whoever puts one there has it run.',
  cwe: [428],
  category: 'elevation-of-privilege',
  goal: 'altered',
  severity: 'medium',
  mitigation: 'Quote paths, or use none with spaces.',
  verify: 'A tester lists services whose path has a space and no quotes.',
  falseAlarm: 'None known.',

  judge(context: RuleContext): Verdict[] {
    return ownComponents(context.file).map((each) => {
      const element = `components.${each.id}`
      if (each.loads === undefined) return silent(element, 'loads is not stated')
      if (!(each.loads === 'unquoted-paths')) return silent(element, `it loads by ${each.loads}`)
      return fires(
        element,
        `${each.id} is started by a path without quotes`,
        'quote the path and set "loads: absolute-paths"',
        `${element}.loads`,
      )
    })
  },
}
