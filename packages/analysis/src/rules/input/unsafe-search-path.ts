import { ownComponents } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const unsafeSearchPath: Rule = {
  id: 'unsafe-search-path',
  title: 'Code is loaded from wherever it is found first',
  goesWrong:
    'Whoever can put a file into an earlier folder has their code run with the rights of the component.',
  cwe: [426, 427],
  category: 'elevation-of-privilege',
  goal: 'altered',
  severity: 'high',
  mitigation: 'Load by absolute path from folders that only the updater writes.',
  verify: 'A tester puts a library of the same name into each folder that others can write.',
  falseAlarm: 'Every folder on the path is writable by the updater only: then say `absolute-paths`.',

  judge(context: RuleContext): Verdict[] {
    return ownComponents(context.file).map((each) => {
      const element = `components.${each.id}`
      if (each.loads === undefined) return silent(element, 'loads is not stated')
      if (!(each.loads === 'search-path')) return silent(element, `it loads by ${each.loads}`)
      return fires(
        element,
        `${each.id} loads code along a search path`,
        'load by absolute path and set "loads: absolute-paths"',
        `${element}.loads`,
      )
    })
  },
}
