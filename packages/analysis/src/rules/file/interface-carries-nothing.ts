import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const interfaceCarriesNothing: Rule = {
  id: 'interface-carries-nothing',
  title: 'An interface carries nothing and commands nothing',
  goesWrong: 'Either it is not needed, or what travels was not written down.',
  cwe: [],
  category: 'tampering',
  goal: 'altered',
  severity: 'low',
  mitigation: 'State what travels, or close it.',
  verify: 'A reviewer reads the place.',
  falseAlarm: 'It carries what no item describes: a clock tick, a link light.',

  judge(context: RuleContext): Verdict[] {
    return context.file.interfaces.map((each) => {
      const element = `interfaces.${each.id}`
      if (each.carries.length + each.commands.length > 0) return silent(element, 'what travels is stated')
      if (!each.active) return silent(element, 'it is dormant')
      if (each.use === 'update') return silent(element, 'it is for updates')
      return fires(
        element,
        `${each.id} is active and states neither "carries" nor "commands"`,
        'state what travels, or close it',
      )
    })
  },
}
