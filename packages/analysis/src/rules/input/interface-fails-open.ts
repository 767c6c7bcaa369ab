import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const interfaceFailsOpen: Rule = {
  id: 'interface-fails-open',
  title: 'An interface lets through what it cannot check',
  goesWrong: 'Whoever breaks the check, or waits for it to break, is let in.',
  cwe: [636],
  category: 'elevation-of-privilege',
  goal: 'commanded',
  severity: 'high',
  mitigation: 'Refuse what cannot be checked; only the critical function goes on.',
  verify: 'A tester makes each check fail: no server, no memory, no clock.',
  falseAlarm: 'Refusing would harm the patient more: then say so in an accepted risk.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), appendix 2: behaviour on error',
  judge(context: RuleContext): Verdict[] {
    return context.file.interfaces.map((each) => {
      const element = `interfaces.${each.id}`
      if (each.fails === undefined) return silent(element, 'fails is not stated')
      if (!(each.fails === 'open')) return silent(element, `it fails ${each.fails}`)
      return fires(
        element,
        `${each.id} lets through what it cannot check`,
        'set "fails: closed" and build it',
        `${element}.fails`,
      )
    })
  },
}
