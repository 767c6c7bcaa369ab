import type { DataItem } from '@pericard/model'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const dataNotDescribed: Rule = {
  id: 'data-not-described',
  title: 'An item of patient data leaves out who needs it and how it identifies',
  goesWrong: 'Minimum necessary cannot be judged.',
  cwe: [1059],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'low',
  mitigation: 'State needed-by, identifies and records.',
  verify: 'A reviewer reads it.',
  falseAlarm: 'None known.',

  judge(context: RuleContext): Verdict[] {
    return context.file.data.flatMap((each): Verdict[] => {
      const element = `data.${each.id}`
      if (each.kind !== 'phi') return []
      if (missing(each).length === 0) return [silent(element, 'every statement is made')]
      return [fires(element, `${each.id} does not state ${missing(each).join(', ')}`, 'state each of them')]
    })
  },
}

function missing({ neededBy, identifies, records }: DataItem): string[] {
  return [
    ...(neededBy.length === 0 ? ['needed-by'] : []),
    ...(identifies === undefined ? ['identifies'] : []),
    ...(records === undefined ? ['records'] : []),
  ]
}
