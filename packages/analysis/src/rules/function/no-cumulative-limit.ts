import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

/** UCUM units of an amount per time, by body weight too; beats or breaths a minute are none. */
const doseRate = /^(\[[iI]U\]|[munkc]?(L|g|mol|U|J|Gy|eq))(\/kg)?\/(s|min|h|d)$/

export const noCumulativeLimit: Rule = {
  id: 'no-cumulative-limit',
  title: 'Allowed commands can add up to a harmful dose',
  goesWrong: 'Every step is inside its limits and the sum is not.',
  cwe: [],
  category: 'safety',
  goal: 'overdriven',
  severity: 'medium',
  mitigation: 'Limit the sum over a window.',
  verify: 'command-outside-envelope',
  falseAlarm: 'The effect does not add up.',

  judge(context: RuleContext): Verdict[] {
    return context.file.functions.flatMap((each): Verdict[] => {
      const element = `functions.${each.id}`
      if (each.harm === 'negligible' || each.harm === 'minor')
        return [silent(element, `its harm is ${each.harm}`)]
      if (each.commands.length === 0) return [silent(element, 'nothing can be asked of it')]
      const rates = each.commands.filter(({ parameters }) =>
        Object.values(parameters).some(({ unit }) => doseRate.test(unit)),
      )
      if (rates.length === 0) return [silent(element, 'no command sets a rate')]
      if (each.envelope.cumulative !== undefined) return [silent(element, 'the sum is limited')]
      return [
        fires(
          element,
          `nothing limits the sum of what ${rates.map(({ id }) => id).join(', ')} of ${each.id} may give`,
          'limit the sum in "envelope.cumulative"',
          `${element}.envelope`,
        ),
      ]
    })
  },
}
