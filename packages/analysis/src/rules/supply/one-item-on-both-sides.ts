import type { Component } from '@pericard/model'
import { inputsOf, ownComponents } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const oneItemOnBothSides: Rule = {
  id: 'one-item-on-both-sides',
  title: 'The same third-party software is in the function and in what the network reaches',
  goesWrong: 'One vulnerability opens the door and the safe behind it.',
  cwe: [],
  category: 'safety',
  goal: 'altered',
  severity: 'low',
  mitigation: 'Different software on the two sides, or isolation that does not rest on it.',
  verify: 'A reviewer reads the common causes.',
  falseAlarm: 'The function is isolated by hardware.',

  judge(context: RuleContext): Verdict[] {
    return ownComponents(context.file).flatMap((each): Verdict[] => {
      const element = `components.${each.id}`
      if (!context.file.functions.some(({ component }) => component === each.id)) return []
      if (shared(context, each).length === 0)
        return [silent(element, 'it shares no software with what is reached from outside')]
      if (each.isolatedBy.some((id) => !restsOn(context, id, shared(context, each))))
        return [silent(element, 'what isolates it rests on something else')]
      return [
        fires(
          element,
          `${each.id} shares ${shared(context, each).join(', ')} with what is reached from outside, and nothing else isolates it`,
          'isolate it by something that does not rest on it',
        ),
      ]
    })
  },
}

/** SOUP that a component shares with another one that takes input from outside. */
function shared(context: RuleContext, { id, soup }: Component): string[] {
  const others = ownComponents(context.file).filter(
    (other) => other.id !== id && inputsOf(context, other).length > 0,
  )
  return soup.filter((item) => others.some((other) => other.soup.includes(item)))
}

function restsOn({ controls }: RuleContext, control: string, items: readonly string[]): boolean {
  return controls.get(control)?.restsOn.soup.some((item) => items.includes(item)) ?? false
}
