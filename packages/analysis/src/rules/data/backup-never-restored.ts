import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const backupNeverRestored: Rule = {
  id: 'backup-never-restored',
  title: 'A backup was never restored for a test',
  goesWrong: 'The day it is needed it turns out to be empty.',
  cwe: [],
  category: 'denial-of-service',
  goal: 'lost',
  severity: 'low',
  mitigation: 'Restore it once a year.',
  verify: 'A person restores it and compares.',
  falseAlarm: 'It is a live copy that is read daily.',

  judge(context: RuleContext): Verdict[] {
    return context.file.backups.map((each) => {
      const element = `backups.${each.id}`
      if (each.restored !== undefined && context.now - Date.parse(each.restored) <= year)
        return silent(element, `it was restored on ${each.restored}`)
      return fires(
        element,
        `${each.id} was ${each.restored === undefined ? 'never restored' : `last restored on ${each.restored}`}`,
        'restore it and state the day in "restored"',
      )
    })
  },
}

const year = 366 * 24 * 60 * 60 * 1000
