import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const updateDuringTherapy: Rule = {
  id: 'update-during-therapy',
  title: 'An update may be taken while a patient is treated',
  goesWrong: 'The function restarts in the middle of what it does.',
  cwe: [],
  category: 'safety',
  goal: 'denied',
  severity: 'high',
  mitigation: 'Only when idle.',
  verify: 'A tester offers an update during therapy.',
  falseAlarm: 'The component updated has no part in therapy.',

  judge(context: RuleContext): Verdict[] {
    return context.file.updates.map((each) => {
      const element = `updates.${each.id}`
      if (each.when === undefined) return silent(element, '"when" is not stated')
      if (each.when === 'idle-only') return silent(element, 'it is taken when idle only')
      if (!each.components.some((id) => context.file.functions.some(({ component }) => component === id)))
        return silent(element, 'no critical function is replaced')
      return fires(
        element,
        `${each.id} replaces a critical function at any time`,
        'set "when: idle-only" and build it',
        `${element}.when`,
      )
    })
  },
}
