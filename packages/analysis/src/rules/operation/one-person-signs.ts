import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const onePersonSigns: Rule = {
  id: 'one-person-signs',
  title: 'One key signs what every device runs',
  goesWrong: 'One stolen key, or one angry person, and the whole fleet runs something else.',
  cwe: [],
  category: 'tampering',
  goal: 'altered',
  severity: 'medium',
  mitigation: 'Two keys with two people.',
  verify: 'A reviewer reads who holds the keys.',
  falseAlarm: 'The fleet is small and the update needs presence.',

  judge(context: RuleContext): Verdict[] {
    return context.file.updates.map((each) => {
      const element = `updates.${each.id}`
      if (each.signedWith.length === 0) return silent(element, 'no key is named (see unsigned-update)')
      if (each.way !== 'remote') return silent(element, 'somebody has to be there')
      if (new Set(each.signedWith).size > 1)
        return silent(element, `${each.signedWith.join(' and ')} sign it`)
      return fires(
        element,
        `${each.signedWith.join('')} alone signs ${each.id}, which reaches the fleet remotely`,
        'ask for a second signature, by somebody else',
        `${element}.signed-with`,
      )
    })
  },
}
