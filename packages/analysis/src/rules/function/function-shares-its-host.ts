import type { Component } from '@pericard/model'
import { enforcedControls, inputsOf } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const functionSharesItsHost: Rule = {
  id: 'function-shares-its-host',
  title: 'A critical function shares its computer with what the network reaches',
  goesWrong: 'One flaw in the network part and it stands beside the function.',
  cwe: [653],
  category: 'elevation-of-privilege',
  goal: 'altered',
  severity: 'high',
  mitigation: 'Isolate the function, or move it to a computer of its own.',
  verify: 'A tester takes the network part over and tries to reach the function.',
  falseAlarm: 'Nothing of the host can be reached from outside.',
  basis: 'IEC 62304:2006+A1:2015, 5.3.5',
  judge(context: RuleContext): Verdict[] {
    return context.file.components.flatMap((each): Verdict[] => {
      const element = `components.${each.id}`
      if (!context.file.functions.some(({ component }) => component === each.id)) return []
      if (enforcedControls(context, each.isolatedBy).length > 0)
        return [silent(element, `${each.isolatedBy.join(' and ')} isolate it`)]
      if (reachedBeside(context, each).length === 0)
        return [silent(element, 'nothing beside it is reached from outside')]
      return [
        fires(
          element,
          `${each.id} performs a critical function, no enforced control isolates it, and ${reachedBeside(context, each).join(', ')} on ${each.host} can be reached from outside`,
          'name what isolates it in "isolated-by"',
        ),
      ]
    })
  },
}

/** Other components of the same host that take input from outside. */
function reachedBeside(context: RuleContext, { id, host }: Component): string[] {
  return context.file.components
    .filter(
      (other) =>
        other.id !== id && other.host === host && !other.external && inputsOf(context, other).length > 0,
    )
    .map((other) => other.id)
}
