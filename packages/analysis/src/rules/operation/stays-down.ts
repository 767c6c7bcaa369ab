import { ownComponents } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const staysDown: Rule = {
  id: 'stays-down',
  title: 'A component stays down after a fault',
  goesWrong: 'One crash, and what it is for is gone until somebody comes.',
  cwe: [],
  category: 'denial-of-service',
  goal: 'denied',
  severity: 'low',
  mitigation: 'Restart it, with growing pauses, and tell somebody.',
  verify: 'A tester ends it.',
  falseAlarm: 'It must not run again before it was looked at.',

  judge(context: RuleContext): Verdict[] {
    return ownComponents(context.file).map((each) => {
      const element = `components.${each.id}`
      if (each.onFault === undefined) return silent(element, '"on-fault" is not stated')
      if (each.onFault !== 'stays-down') return silent(element, `after a fault it ${each.onFault}`)
      if (each.kind === 'service' && !performs(context, each.id))
        return silent(element, 'it is a service that no function needs')
      return fires(
        element,
        `${each.id} stays down after a fault`,
        'restart it, and set "on-fault"',
        `${element}.on-fault`,
      )
    })
  },
}

function performs({ file }: RuleContext, component: string): boolean {
  return file.functions.some((each) => each.component === component)
}
