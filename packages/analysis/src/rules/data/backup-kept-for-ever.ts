import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const backupKeptForEver: Rule = {
  id: 'backup-kept-for-ever',
  title: 'A backup is kept longer than what it copies',
  goesWrong: 'What the device forgot after three days lies in the backup for ever.',
  cwe: [],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'medium',
  mitigation: 'Let it end with the longest retention of what it holds, or say why not.',
  verify: 'A reviewer compares them.',
  falseAlarm: 'The law asks for the record to be kept: then it is the record, and `keep` says how long.',

  judge(context: RuleContext): Verdict[] {
    return context.file.backups.map((each) => {
      const element = `backups.${each.id}`
      if (each.keep === undefined || each.keep === 'forever')
        return fires(
          element,
          `${each.id} is kept ${each.keep === undefined ? 'for a time that is not stated' : 'for ever'}`,
          'give "keep" an end',
        )
      return silent(element, 'its retention has an end')
    })
  },
}
