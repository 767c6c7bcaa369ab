import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const keyNobodyHolds: Rule = {
  id: 'key-nobody-holds',
  title: 'A key is in no component and with no role',
  goesWrong: 'Nobody can use it, or nobody wrote down who can.',
  cwe: [],
  category: 'tampering',
  goal: 'altered',
  severity: 'low',
  mitigation: 'Say where it is used and by whom, or take it out.',
  verify: 'A reviewer reads the place.',
  falseAlarm: 'The file is being written: finish it.',

  judge(context: RuleContext): Verdict[] {
    return context.file.keys.map((each) => {
      const element = `keys.${each.id}`
      if (each.at.length > 0) return silent(element, `${each.at.join(', ')} have it`)
      if (each.roles.length > 0) return silent(element, `${each.roles.join(', ')} have it`)
      return fires(
        element,
        `${each.id} is in no component and no role has it`,
        'name components in "at" or roles in "roles"',
      )
    })
  },
}
