import type { Control } from '@pericard/model'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const controlCannotDoThat: Rule = {
  id: 'control-cannot-do-that',
  title: 'A control protects a path and is of a kind that cannot',
  goesWrong: 'A log does not encrypt, and a limit on floods authenticates nobody.',
  cwe: [],
  category: 'tampering',
  goal: 'altered',
  severity: 'medium',
  mitigation: 'Name a control of a fitting kind.',
  verify: 'A reviewer reads the place.',
  falseAlarm: 'Its kind is stated wrongly: correct it.',

  judge(context: RuleContext): Verdict[] {
    return context.file.controls.map((each) => {
      const element = `controls.${each.id}`
      if (misplaced(context, each).length === 0)
        return silent(element, `a control of kind ${each.kind} can do what it is named for`)
      return fires(
        element,
        `${each.id} is of kind ${each.kind} and is named as ${misplaced(context, each).join(', ')}`,
        'name a control of a fitting kind there',
      )
    })
  },
}

/** Kinds that can neither hide nor prove anything. */
const unable: ReadonlySet<string> = new Set(['logging', 'flood-limit'])

function misplaced({ file }: RuleContext, { id, kind }: Control): string[] {
  if (!unable.has(kind)) return []
  return file.interfaces.flatMap((each) =>
    (['authentication', 'protection'] as const)
      .filter((field) => each[field].includes(id))
      .map((field) => `${field} of ${each.id}`),
  )
}
