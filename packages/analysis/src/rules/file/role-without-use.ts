import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const roleWithoutUse: Rule = {
  id: 'role-without-use',
  title: 'A role may do nothing',
  goesWrong: 'An account that nobody needs is an account that nobody watches.',
  cwe: [],
  category: 'tampering',
  goal: 'commanded',
  severity: 'low',
  mitigation: 'Take it out, or say what it may do.',
  verify: 'A reviewer reads the place.',
  falseAlarm: 'The file is being written: finish it.',

  judge(context: RuleContext): Verdict[] {
    return context.file.roles.map((each) => {
      const element = `roles.${each.id}`
      if (isUsed(context, each.id)) return silent(element, 'the file says what it may do')
      return fires(
        element,
        `no interface, command, key, capability or data names ${each.id}`,
        'name it where it is needed, or take it out',
      )
    })
  },
}

function isUsed({ file }: RuleContext, role: string): boolean {
  const lists = [
    ...file.interfaces.map(({ roles }) => roles),
    ...file.functions.flatMap(({ commands }) => commands.map(({ roles }) => roles)),
    ...file.keys.map(({ roles }) => roles),
    ...[...file.diagnostics, ...file.monitoring].map(({ roles }) => roles),
    ...file.data.map(({ neededBy }) => neededBy),
  ]
  return lists.some((roles) => roles.includes(role)) || (file.logging?.alerts.includes(role) ?? false)
}
