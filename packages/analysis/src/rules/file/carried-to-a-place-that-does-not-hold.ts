import type { DataItem } from '@pericard/model'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const carriedToAPlaceThatDoesNotHold: Rule = {
  id: 'carried-to-a-place-that-does-not-hold',
  title: 'An interface carries data to a component that is not said to have it',
  goesWrong: 'Either it does not travel there, or one place of the data is missing from every analysis.',
  cwe: [],
  category: 'tampering',
  goal: 'disclosed',
  severity: 'medium',
  mitigation: 'Add the receiver to "at", or take the item out of "carries".',
  verify: 'A reviewer reads the place.',
  falseAlarm: 'The receiver passes it on sealed and never has it in the clear.',

  judge(context: RuleContext): Verdict[] {
    return context.file.data.map((each) => {
      const element = `data.${each.id}`
      if (strays(context, each).length === 0) return silent(element, 'every receiver is in "at"')
      return fires(
        element,
        `${each.id} travels on ${strays(context, each).join(', ')} to a component that is not in its "at"`,
        'add the receiver to "at", or take it out of "carries"',
      )
    })
  },
}

/** Interfaces in the clear that bring an item to where it is not said to be. */
function strays({ file, components }: RuleContext, { id, kind, at }: DataItem): string[] {
  if (kind !== 'phi') return []
  return file.interfaces
    .filter(
      ({ carries, to, protection }) =>
        carries.includes(id) &&
        !at.includes(to) &&
        components.get(to)?.external === false &&
        protection.length === 0,
    )
    .map((each) => each.id)
}
