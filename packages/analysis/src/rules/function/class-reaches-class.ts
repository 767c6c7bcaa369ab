import { enforcedControls } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const classReachesClass: Rule = {
  id: 'class-reaches-class',
  title: 'Software of a lower safety class reaches into higher',
  goesWrong: 'A component that was built with less care commands one that was built with more.',
  cwe: [],
  category: 'safety',
  goal: 'altered',
  severity: 'low',
  mitigation: 'Check at the boundary, or raise the class.',
  verify: 'A reviewer checks the segregation.',
  falseAlarm: 'What passes is checked by the receiver: name the control.',
  basis: 'IEC 62304:2006+A1:2015, 5.3.5',
  judge(context: RuleContext): Verdict[] {
    return context.file.interfaces.flatMap((each): Verdict[] => {
      const element = `interfaces.${each.id}`
      if (classOf(context, each.from) === '' || classOf(context, each.to) === '') return []
      if (classOf(context, each.from) >= classOf(context, each.to))
        return [silent(element, 'its sender is of no lower class')]
      if (enforcedControls(context, each.validation).length > 0)
        return [silent(element, `${each.validation.join(' and ')} check what passes`)]
      return [
        fires(
          element,
          `${each.from} of class ${classOf(context, each.from)} speaks to ${each.to} of class ${classOf(context, each.to)} on ${each.id} and nothing checks it`,
          'name what checks it in "validation"',
        ),
      ]
    })
  },
}

/** A, B or C, in that order; empty for external systems. */
function classOf({ components }: RuleContext, id: string): string {
  return components.get(id)?.class ?? ''
}
