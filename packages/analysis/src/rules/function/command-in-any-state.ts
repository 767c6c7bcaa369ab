import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const commandInAnyState: Rule = {
  id: 'command-in-any-state',
  title: 'A harmful command is taken in every state',
  goesWrong: 'What is right while running is wrong while a line is being changed.',
  cwe: [841],
  category: 'safety',
  goal: 'commanded',
  severity: 'low',
  mitigation: 'Name the states in which each command is taken.',
  verify: 'command-outside-envelope',
  falseAlarm: 'The command only stops, or has no wrong moment.',

  judge(context: RuleContext): Verdict[] {
    return context.file.functions.flatMap((each): Verdict[] => {
      const element = `functions.${each.id}`
      if (each.harm === 'negligible' || each.harm === 'minor')
        return [silent(element, `its harm is ${each.harm}`)]
      if (each.commands.length === 0) return [silent(element, 'nothing can be asked of it')]
      const open = each.commands.filter(
        ({ states, parameters }) => states.length === 0 && Object.keys(parameters).length > 0,
      )
      if (open.length === 0) return [silent(element, 'each command with a value names its states')]
      return [
        fires(
          element,
          `${each.id} takes ${open.map(({ id }) => id).join(', ')} in every state`,
          'name the states in "states"',
        ),
      ]
    })
  },
}
