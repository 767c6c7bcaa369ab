import type { Component } from '@pericard/model'
import { ownComponents } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const componentNotDescribed: Rule = {
  id: 'component-not-described',
  title: 'A component leaves out how it is built and run',
  goesWrong: 'Rules about languages, rights and faults have nothing to look at.',
  cwe: [1059],
  category: 'tampering',
  goal: 'altered',
  severity: 'low',
  mitigation: 'State languages, rights, how code is loaded, what it does after a fault.',
  verify: 'A reviewer reads it.',
  falseAlarm: 'None known.',

  judge(context: RuleContext): Verdict[] {
    return ownComponents(context.file).map((each) => {
      const element = `components.${each.id}`
      if (missing(each).length === 0) return silent(element, 'every statement is made')
      return fires(element, `${each.id} does not state ${missing(each).join(', ')}`, 'state each of them')
    })
  },
}

function missing({ languages, privileges, loads, debugFeatures, onFault }: Component): string[] {
  return [
    ...(languages.length === 0 ? ['languages'] : []),
    ...(privileges === undefined ? ['privileges'] : []),
    ...(loads === undefined ? ['loads'] : []),
    ...(debugFeatures === undefined ? ['debug-features'] : []),
    ...(onFault === undefined ? ['on-fault'] : []),
  ]
}
