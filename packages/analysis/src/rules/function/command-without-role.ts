import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const commandWithoutRole: Rule = {
  id: 'command-without-role',
  title: 'A command asks for no role',
  goesWrong: 'Whoever can speak can command.',
  cwe: [862],
  category: 'elevation-of-privilege',
  goal: 'commanded',
  severity: 'high',
  mitigation: 'Name the roles that may give each command.',
  verify: 'command-by-wrong-role',
  falseAlarm: 'The command only stops: then give it to every role by name.',

  judge(context: RuleContext): Verdict[] {
    return context.file.functions.flatMap((each): Verdict[] => {
      const element = `functions.${each.id}`
      if (each.harm === 'negligible' || each.harm === 'minor')
        return [silent(element, `its harm is ${each.harm}`)]
      if (each.commands.length === 0) return [silent(element, 'nothing can be asked of it')]
      const open = each.commands.filter(({ roles }) => roles.length === 0).map(({ id }) => id)
      if (open.length === 0) return [silent(element, 'each command names its roles')]
      return [
        fires(
          element,
          `no role is named for ${open.join(', ')} of ${each.id}`,
          'name who may give it in "roles"',
        ),
      ]
    })
  },
}
