import type { CriticalFunction } from '@pericard/model'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const functionNotDescribed: Rule = {
  id: 'function-not-described',
  title: 'A critical function leaves out how it stops, starts again and alarms',
  goesWrong: 'What nobody wrote down nobody tested.',
  cwe: [1059],
  category: 'safety',
  goal: 'denied',
  severity: 'medium',
  mitigation:
    'State what happens without network, after power loss, at the stop key, and which alarms there are.',
  verify: 'A reviewer reads it with the hazard analysis.',
  falseAlarm: 'It has no alarm because nobody could act on one: say so in an accepted risk.',

  judge(context: RuleContext): Verdict[] {
    return context.file.functions.map((each) => {
      const element = `functions.${each.id}`
      if (missing(each).length === 0) return silent(element, 'every statement is made')
      return fires(element, `${each.id} does not state ${missing(each).join(', ')}`, 'state each of them')
    })
  },
}

function missing({ localStop, withoutNetwork, afterPowerLoss, alarms }: CriticalFunction): string[] {
  return [
    ...(localStop === undefined ? ['local-stop'] : []),
    ...(withoutNetwork === undefined ? ['without-network'] : []),
    ...(afterPowerLoss === undefined ? ['after-power-loss'] : []),
    ...(alarms.length === 0 ? ['alarms'] : []),
  ]
}
