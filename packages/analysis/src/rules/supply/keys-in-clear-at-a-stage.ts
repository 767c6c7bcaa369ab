import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const keysInClearAtAStage: Rule = {
  id: 'keys-in-clear-at-a-stage',
  title: 'Keys are at hand in clear at one stage',
  goesWrong: 'Whoever works there can keep a copy.',
  cwe: [],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'medium',
  mitigation: 'Let each device make its keys, or inject them from hardware.',
  verify: 'A reviewer watches the stage.',
  falseAlarm: 'The keys are replaced before use.',

  judge(context: RuleContext): Verdict[] {
    return context.file.stages.map((each) => {
      const element = `stages.${each.id}`
      if (each.keys.length === 0) return silent(element, 'no key is at hand then')
      if (each.stage === 'decommissioning') return silent(element, 'they end with the device')
      return fires(
        element,
        `${each.keys.join(', ')} are at hand in clear during ${each.id}`,
        'let the device make them',
      )
    })
  },
}
