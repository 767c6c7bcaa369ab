import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const soupOfUnknownOrigin: Rule = {
  id: 'soup-of-unknown-origin',
  title: 'Nobody knows where third-party software was had from',
  goesWrong: 'What is in it is what somebody put in it.',
  cwe: [1357],
  category: 'tampering',
  goal: 'altered',
  severity: 'medium',
  mitigation: 'Take it from its maker or a distribution.',
  verify: 'A reviewer asks for the source of each item.',
  falseAlarm: 'None known.',

  judge(context: RuleContext): Verdict[] {
    return context.file.soup.items.map((each) => {
      const element = `soup.${each.id}`
      if (each.source === undefined) return silent(element, '"source" is not stated')
      if (each.source !== 'unknown') return silent(element, `it is from the ${each.source}`)
      return fires(
        element,
        `the source of ${each.id} is unknown`,
        'take it from a known source',
        `${element}.source`,
      )
    })
  },
}
