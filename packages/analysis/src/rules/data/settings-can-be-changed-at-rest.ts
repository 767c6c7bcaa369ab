import { enforcedControls } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const settingsCanBeChangedAtRest: Rule = {
  id: 'settings-can-be-changed-at-rest',
  title: 'Settings that matter can be changed on the medium unnoticed',
  goesWrong: 'Whoever has the medium for a minute changes a limit.',
  cwe: [353],
  category: 'tampering',
  goal: 'altered',
  severity: 'low',
  mitigation: 'Sign or authenticate them, and check whenever they are loaded.',
  verify: 'A tester changes the file.',
  falseAlarm: 'They only change how things look.',

  judge(context: RuleContext): Verdict[] {
    return context.file.data.flatMap((each): Verdict[] => {
      const element = `data.${each.id}`
      if (each.kind !== 'configuration') return []
      if (enforcedControls(context, each.integrityBy).length > 0)
        return [silent(element, `${each.integrityBy.join(' and ')} notice it`)]
      return [
        fires(
          element,
          `"integrity-by" of ${each.id} names no enforced control`,
          'name what notices a change in "integrity-by"',
        ),
      ]
    })
  },
}
