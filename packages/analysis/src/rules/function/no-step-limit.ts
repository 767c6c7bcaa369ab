import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const noStepLimit: Rule = {
  id: 'no-step-limit',
  title: 'A value can jump from least to most at once',
  goesWrong: 'A slip of the finger, or one false command, goes all the way.',
  cwe: [],
  category: 'safety',
  goal: 'overdriven',
  severity: 'low',
  mitigation: 'Limit the change per minute.',
  verify: 'command-outside-envelope',
  falseAlarm: 'A jump is needed in an emergency, and confirmed.',

  judge(context: RuleContext): Verdict[] {
    return context.file.functions.flatMap((each): Verdict[] => {
      const element = `functions.${each.id}`
      if (each.harm === 'negligible' || each.harm === 'minor')
        return [silent(element, `its harm is ${each.harm}`)]
      if (each.commands.length === 0) return [silent(element, 'nothing can be asked of it')]
      const open = each.commands.filter(({ parameters }) =>
        Object.values(parameters).some(
          ({ min, max, stepPerMinute }) => stepPerMinute === undefined && max > 100 * Math.max(min, 0.01),
        ),
      )
      if (open.length === 0) return [silent(element, 'its values span little, or change in steps')]
      return [
        fires(
          element,
          `${each.id} lets the value of ${open.map(({ id }) => id).join(', ')} change more than a hundredfold at once`,
          'set "step-per-minute"',
        ),
      ]
    })
  },
}
