import type { Control } from '@pericard/model'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const sameLineTwice: Rule = {
  id: 'same-line-twice',
  title: 'One control is named as both lines of defence',
  goesWrong: 'Two names in a list look like depth; one failure takes both.',
  cwe: [],
  category: 'tampering',
  goal: 'altered',
  severity: 'medium',
  mitigation: 'Name two independent controls.',
  verify: 'A reviewer reads the place.',
  falseAlarm: 'The lines fail apart in practice: then they are two controls.',

  judge(context: RuleContext): Verdict[] {
    return context.file.controls.map((each) => {
      const element = `controls.${each.id}`
      if (each.restsOn.controls.length === 0) return silent(element, 'it rests on no other control')
      if (doubled(context, each).length === 0)
        return silent(element, 'it is not named beside what it rests on')
      return fires(
        element,
        `${each.id} rests on ${each.restsOn.controls.join(', ')} and is named beside it in ${doubled(context, each).join(', ')}`,
        'name a control that does not rest on the other',
      )
    })
  },
}

function doubled({ file }: RuleContext, { id, restsOn }: Control): string[] {
  return file.interfaces.flatMap((each) =>
    (['authentication', 'protection', 'validation'] as const)
      .filter(
        (field) => each[field].includes(id) && restsOn.controls.some((other) => each[field].includes(other)),
      )
      .map((field) => `${field} of ${each.id}`),
  )
}
