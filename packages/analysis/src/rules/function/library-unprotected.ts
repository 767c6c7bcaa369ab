import { enforcedControls } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const libraryUnprotected: Rule = {
  id: 'library-unprotected',
  title: 'The library that limits a function can be changed unnoticed',
  goesWrong: 'Limits are only as good as the file they come from.',
  cwe: [353],
  category: 'tampering',
  goal: 'overdriven',
  severity: 'high',
  mitigation: 'Sign the library, check it whenever it is loaded, show its version.',
  verify: 'A tester changes one limit in the file.',
  falseAlarm: 'The limits are built in and the library only names drugs.',

  judge(context: RuleContext): Verdict[] {
    return context.file.functions.map((each) => {
      const element = `functions.${each.id}`
      if (each.library === undefined) return silent(element, 'its limits come from no library')
      const named = context.data.get(each.library)?.integrityBy ?? []
      if (enforcedControls(context, named).length > 0) return silent(element, `${each.library} is checked`)
      const gap =
        named.length === 0
          ? 'which nothing checks'
          : `which ${named.join(', ')} should check and nobody enforces`
      return fires(
        element,
        `the limits of ${each.id} come from ${each.library}, ${gap}`,
        'name an enforced control in "integrity-by" of the data item',
      )
    })
  },
}
