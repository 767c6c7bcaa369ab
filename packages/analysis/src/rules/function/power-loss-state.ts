import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const powerLossState: Rule = {
  id: 'power-loss-state',
  title: 'After power comes back the function does what it did, or anything',
  goesWrong: 'A pump that starts again by itself after the bag was changed.',
  cwe: [665],
  category: 'safety',
  goal: 'commanded',
  severity: 'medium',
  mitigation: 'Come up in the safe state and ask.',
  verify: 'A tester cuts the power in each state.',
  falseAlarm: 'Going on is safer than stopping: say why in an accepted risk.',

  judge(context: RuleContext): Verdict[] {
    return context.file.functions.map((each) => {
      const element = `functions.${each.id}`
      if (each.afterPowerLoss === undefined) return silent(element, '"after-power-loss" is not stated')
      if (each.afterPowerLoss === 'safe-state') return silent(element, 'it comes up in its safe state')
      return fires(
        element,
        `after a power loss ${each.id} comes up ${each.afterPowerLoss === 'last-state' ? 'in the state it had' : 'undefined'}`,
        'bring it up in its safe state',
        `${element}.after-power-loss`,
      )
    })
  },
}
