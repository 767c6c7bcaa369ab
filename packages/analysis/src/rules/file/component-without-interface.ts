import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const componentWithoutInterface: Rule = {
  id: 'component-without-interface',
  title: 'A component has no interface',
  goesWrong: 'Either nothing needs it, or the path that does is missing from every analysis.',
  cwe: [],
  category: 'tampering',
  goal: 'altered',
  severity: 'low',
  mitigation: 'Declare how it is reached, or take it out.',
  verify: 'A reviewer reads the place.',
  falseAlarm: 'It is reached by its host only: a boot loader.',

  judge(context: RuleContext): Verdict[] {
    return context.file.components.map((each) => {
      const element = `components.${each.id}`
      if (context.file.interfaces.some(({ from, to }) => from === each.id || to === each.id))
        return silent(element, 'an interface reaches it')
      return fires(
        element,
        `no interface begins or ends at ${each.id}`,
        'declare its interfaces, or take it out',
      )
    })
  },
}
