import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const entriesUnattributed: Rule = {
  id: 'entries-unattributed',
  title: 'Entries of the log do not say who and when',
  goesWrong: 'It was somebody, at some time.',
  cwe: [],
  category: 'repudiation',
  goal: 'altered',
  severity: 'low',
  mitigation: 'Write who and an ordered time into each entry.',
  verify: 'A reviewer reads the log.',
  falseAlarm: 'There is one user only.',

  judge(context: RuleContext): Verdict[] {
    const { logging } = context.file
    if (logging === undefined)
      return [silent('logging', 'nothing is said of logging (see logging-not-described)')]
    if (logging.attributed === undefined) return [silent('logging', '"attributed" is not stated')]
    if (logging.attributed) return [silent('logging', 'each entry says who and when')]
    return [
      fires('logging', 'entries do not say who and when', 'write both into each entry', 'logging.attributed'),
    ]
  },
}
