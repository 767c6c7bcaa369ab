import type { Update } from '@pericard/model'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const updateNotDescribed: Rule = {
  id: 'update-not-described',
  title: 'An update path leaves out what happens around it',
  goesWrong: 'What is not described is not tested: interruption, health, timing, consent.',
  cwe: [1059],
  category: 'denial-of-service',
  goal: 'denied',
  severity: 'low',
  mitigation: 'State interruption, health check, when, consent and roll-out.',
  verify: 'A reviewer reads it with the updateability view.',
  falseAlarm: 'None known.',

  judge(context: RuleContext): Verdict[] {
    return context.file.updates.map((each) => {
      const element = `updates.${each.id}`
      if (missing(each).length === 0) return silent(element, 'every statement is made')
      return fires(element, `${each.id} does not state ${missing(each).join(', ')}`, 'state each of them')
    })
  },
}

function missing({ interrupted, healthCheck, when, consent, rolloutDays }: Update): string[] {
  const statements = { interrupted, 'health-check': healthCheck, when, consent, 'rollout-days': rolloutDays }
  return Object.entries(statements).flatMap(([name, value]) => (value === undefined ? [name] : []))
}
