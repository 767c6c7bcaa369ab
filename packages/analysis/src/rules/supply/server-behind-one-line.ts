import { enforcedControls } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const serverBehindOneLine: Rule = {
  id: 'server-behind-one-line',
  title: 'A server that all devices trust has one line of defence',
  goesWrong: 'Whoever gets past it speaks to the whole fleet.',
  cwe: [],
  category: 'elevation-of-privilege',
  goal: 'commanded',
  severity: 'medium',
  mitigation: 'A second, independent line: isolation beside sign-in, approval beside access.',
  verify: 'default-credential',
  falseAlarm: 'It can do no harm: it only takes telemetry.',

  judge(context: RuleContext): Verdict[] {
    return context.file.components.flatMap((each): Verdict[] => {
      const element = `components.${each.id}`
      if (!each.external || each.kind !== 'server') return []
      if (enforcedControls(context, each.protectedBy).length > 1)
        return [silent(element, `${each.protectedBy.join(' and ')} must all fail`)]
      return [
        fires(
          element,
          `${each.id} is protected by ${each.protectedBy.join(', ') || 'nothing'}`,
          'name a second line in "protected-by"',
        ),
      ]
    })
  },
}
