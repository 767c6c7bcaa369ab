import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const repeatedSingleDose: Rule = {
  id: 'repeated-single-dose',
  title: 'A single dose can be repeated without a pause',
  goesWrong: 'Ten taps, or ten messages, are ten doses.',
  cwe: [799],
  category: 'safety',
  goal: 'overdriven',
  severity: 'medium',
  mitigation: 'A least interval between two.',
  verify: 'command-outside-envelope',
  falseAlarm: 'The dose has no effect that adds up.',

  judge(context: RuleContext): Verdict[] {
    return context.file.functions.flatMap((each): Verdict[] => {
      const element = `functions.${each.id}`
      if (each.harm === 'negligible' || each.harm === 'minor')
        return [silent(element, `its harm is ${each.harm}`)]
      if (each.commands.length === 0) return [silent(element, 'nothing can be asked of it')]
      const doses = each.commands.filter(
        ({ parameters, minimumInterval }) =>
          minimumInterval === undefined &&
          Object.values(parameters).some(({ unit }) => /^(mL|mg|ug|U|J|mAs|Gy|cGy)$/.test(unit)),
      )
      if (doses.length === 0) return [silent(element, 'no command gives a single dose without a pause')]
      return [
        fires(
          element,
          `${each.id} gives a dose for each ${doses.map(({ id }) => id).join(', ')}, and nothing keeps the next from following at once`,
          'set "minimum-interval"',
        ),
      ]
    })
  },
}
