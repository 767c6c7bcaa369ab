import type { Component } from '@pericard/model'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const systemsProtectEachOther: Rule = {
  id: 'systems-protect-each-other',
  title: 'Two systems are each protected by the other',
  goesWrong: 'Trust in a circle is trust in nobody.',
  cwe: [],
  category: 'spoofing',
  goal: 'altered',
  severity: 'medium',
  mitigation: 'Let each have a line of its own.',
  verify: 'A reviewer reads the place.',
  falseAlarm: 'None known.',

  judge(context: RuleContext): Verdict[] {
    return context.file.components.map((each) => {
      const element = `components.${each.id}`
      if (each.protectedBy.length === 0) return silent(element, '"protected-by" names nothing')
      if (circle(context, each).length === 0)
        return silent(element, 'its lines do not stand at a system that it protects itself')
      return fires(
        element,
        `${each.id} and ${circle(context, each).join(', ')} are protected by controls that stand at each other`,
        'name a line that stands at itself',
        `${element}.protected-by`,
      )
    })
  },
}

/** Systems where all of this one's lines stand, and whose own lines all stand here. */
function circle(context: RuleContext, each: Component): string[] {
  const there = places(context, each)
  return there.filter((id) => {
    const other = context.components.get(id)
    return id !== each.id && other !== undefined && places(context, other).includes(each.id)
  })
}

/** Where the controls of a system stand, if they all say so. */
function places({ controls }: RuleContext, { protectedBy }: Component): string[] {
  const found = protectedBy.map((id) => controls.get(id)?.at)
  return found.every((id) => id !== undefined) ? found : []
}
