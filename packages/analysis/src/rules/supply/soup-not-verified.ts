import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const soupNotVerified: Rule = {
  id: 'soup-not-verified',
  title: 'What was downloaded is not known to be what was meant',
  goesWrong: 'One changed download, built into every device.',
  cwe: [494],
  category: 'tampering',
  goal: 'altered',
  severity: 'medium',
  mitigation: 'Check a signature, or a hash from another place.',
  verify: 'A reviewer repeats the build with a changed file.',
  falseAlarm: 'It is built from reviewed source.',

  judge(context: RuleContext): Verdict[] {
    return context.file.soup.items.map((each) => {
      const element = `soup.${each.id}`
      if (each.verified === undefined) return silent(element, '"verified" is not stated')
      if (each.verified !== 'none') return silent(element, `it is checked by ${each.verified}`)
      return fires(
        element,
        `nothing checks that ${each.id} is what was meant`,
        'check it and set "verified"',
        `${element}.verified`,
      )
    })
  },
}
