import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const dataHeldByNobody: Rule = {
  id: 'data-held-by-nobody',
  title: 'An item of data is carried or described and no own component holds it',
  goesWrong: 'It was forgotten where it lies, or it is not needed.',
  cwe: [],
  category: 'tampering',
  goal: 'altered',
  severity: 'low',
  mitigation: 'Add where it is held, or take it out.',
  verify: 'A reviewer reads the place.',
  falseAlarm: 'The file is being written: finish it.',

  judge(context: RuleContext): Verdict[] {
    return context.file.data.map((each) => {
      const element = `data.${each.id}`
      if (each.at.some((id) => context.components.get(id)?.external === false))
        return silent(element, `${each.at.join(', ')} hold it`)
      return fires(
        element,
        `no component of the device is in "at" of ${each.id}`,
        'name who holds it, or take it out',
      )
    })
  },
}
