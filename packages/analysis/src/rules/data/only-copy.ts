import type { DataItem } from '@pericard/model'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const onlyCopy: Rule = {
  id: 'only-copy',
  title: 'Data that is needed has one copy',
  goesWrong: 'One broken chip, and the last three days of dosing are gone.',
  cwe: [],
  category: 'denial-of-service',
  goal: 'lost',
  severity: 'low',
  mitigation: 'Send it on, or back it up.',
  verify: 'A reviewer asks what is lost with a device.',
  falseAlarm: 'Losing it harms nobody: say so in an accepted risk.',

  judge(context: RuleContext): Verdict[] {
    return context.file.data.flatMap((each): Verdict[] => {
      const element = `data.${each.id}`
      if (each.kind !== 'phi') return []
      if (each.at.length === 0) return [silent(element, 'it is held nowhere')]
      if (storesOf(context, each).length !== 1)
        return [silent(element, `it is held by ${storesOf(context, each).length} stores or systems`)]
      if (context.file.backups.some(({ of }) => of.includes(each.id)))
        return [silent(element, 'it is backed up')]
      return [
        fires(
          element,
          `${each.id} lies in ${storesOf(context, each).join('')} only`,
          'send it on or add a backup',
        ),
      ]
    })
  },
}

/** Where it survives power-off: own storage and systems of others. */
function storesOf({ components }: RuleContext, { at }: DataItem): string[] {
  return at.filter((id) => components.get(id)?.storage !== undefined || components.get(id)?.external === true)
}
