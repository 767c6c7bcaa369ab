import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const logTooShortForIncidents: Rule = {
  id: 'log-too-short-for-incidents',
  title: 'A log is gone before an incident is looked at',
  goesWrong: 'The entry that would have told was overwritten last week.',
  cwe: [],
  category: 'repudiation',
  goal: 'lost',
  severity: 'low',
  mitigation: 'Keep it for 30 days at least.',
  verify: 'A reviewer compares it with how long complaints take.',
  falseAlarm: 'It is kept elsewhere for longer: `sent-to` of logging.',

  judge(context: RuleContext): Verdict[] {
    return context.file.data.flatMap((each): Verdict[] => {
      const element = `data.${each.id}`
      if (each.kind !== 'log') return []
      if (typeof each.keep !== 'number') return [silent(element, 'its retention is not a time')]
      if (context.file.logging?.sentTo !== undefined) return [silent(element, 'it is kept elsewhere too')]
      if (each.keep >= thirtyDays) return [silent(element, 'it is kept for 30 days or more')]
      return [
        fires(
          element,
          `${each.id} is kept for ${Math.floor(each.keep / 86_400_000)} days and nowhere else`,
          'keep it longer, or send it elsewhere',
          `${element}.keep`,
        ),
      ]
    })
  },
}

const thirtyDays = 30 * 24 * 60 * 60 * 1000
