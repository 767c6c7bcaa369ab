import { judgeTopic } from '../../elements.ts'
import { type Rule, type RuleContext, type Verdict } from '../../rule.ts'

export const spreadsheetFormula: Rule = {
  id: 'spreadsheet-formula',
  title: 'Input ends up in a spreadsheet export as a formula',
  goesWrong: 'A patient comment that begins with "=" runs in the spreadsheet of whoever opens the export.',
  cwe: [1236],
  category: 'spoofing',
  goal: 'disclosed',
  severity: 'low',
  mitigation: 'Prefix cells that begin with = + - @ so that they stay text.',
  verify: 'A tester sends the usual attack strings and files of this kind on every interface named.',
  falseAlarm: 'Exports are read by programs only.',

  judge(context: RuleContext): Verdict[] {
    return judgeTopic(
      context,
      'spreadsheets',
      'writes input into spreadsheets',
      'prefix such cells, and name that control with "stops: [spreadsheets]"',
    )
  },
}
