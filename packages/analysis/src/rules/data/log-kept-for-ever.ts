import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const logKeptForEver: Rule = {
  id: 'log-kept-for-ever',
  title: 'A log is kept for ever',
  goesWrong: 'The older it is the less it explains and the more it gives away.',
  cwe: [],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'low',
  mitigation: 'Keep it as long as complaints and incidents need it.',
  verify: 'A reviewer reads the retention.',
  falseAlarm: 'A rule asks for it: state the years.',

  judge(context: RuleContext): Verdict[] {
    return context.file.data.flatMap((each): Verdict[] => {
      const element = `data.${each.id}`
      if (each.kind !== 'log') return []
      if (each.keep !== 'forever') return [silent(element, 'its retention has an end, or is not stated')]
      return [fires(element, `${each.id} is kept for ever`, 'give "keep" an end', `${element}.keep`)]
    })
  },
}
