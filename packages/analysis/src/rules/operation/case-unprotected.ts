import { enforcedControls } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const caseUnprotected: Rule = {
  id: 'case-unprotected',
  title: 'The case can be opened and nothing happens',
  goesWrong: 'Whoever has it for an hour has everything inside it.',
  cwe: [1263],
  category: 'tampering',
  goal: 'disclosed',
  severity: 'medium',
  mitigation: 'Seals, tamper switches, a case that breaks.',
  verify: 'A tester opens it with ordinary tools.',
  falseAlarm: 'It hangs where only staff come, and holds nothing: say so in an accepted risk.',

  judge(context: RuleContext): Verdict[] {
    return context.file.hosts.map((each) => {
      const element = `hosts.${each.id}`
      if (enforcedControls(context, each.caseBy).length > 0)
        return silent(element, `${each.caseBy.join(' and ')} protect it`)
      return fires(
        element,
        `"case-by" of ${each.id} names no enforced control`,
        'name what keeps it shut, or shows that it was opened, in "case-by"',
      )
    })
  },
}
