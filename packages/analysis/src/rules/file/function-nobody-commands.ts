import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const functionNobodyCommands: Rule = {
  id: 'function-nobody-commands',
  title: 'A critical function has commands and no interface carries them',
  goesWrong: 'Nobody can give them, or the path that does is missing from every analysis.',
  cwe: [],
  category: 'safety',
  goal: 'commanded',
  severity: 'medium',
  mitigation: 'Add the function to "commands" of the interface that carries them.',
  verify: 'A reviewer reads the place.',
  falseAlarm: 'It is commanded inside its component only.',

  judge(context: RuleContext): Verdict[] {
    return context.file.functions.map((each) => {
      const element = `functions.${each.id}`
      if (each.commands.length === 0) return silent(element, 'nothing can be asked of it')
      if (context.file.interfaces.some(({ commands }) => commands.includes(each.id)))
        return silent(element, 'an interface carries its commands')
      return fires(
        element,
        `no interface carries commands of ${each.id}`,
        'add it to "commands" of an interface',
      )
    })
  },
}
