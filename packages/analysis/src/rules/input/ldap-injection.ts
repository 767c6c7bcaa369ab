import { judgeTopic } from '../../elements.ts'
import { type Rule, type RuleContext, type Verdict } from '../../rule.ts'

export const ldapInjection: Rule = {
  id: 'ldap-injection',
  title: 'Input becomes part of a directory query',
  goesWrong: 'A user name with a star or bracket matches other users, or every one.',
  cwe: [90],
  category: 'elevation-of-privilege',
  goal: 'disclosed',
  severity: 'medium',
  mitigation: 'Escape values as RFC 4515 says.',
  verify: 'A tester sends the usual attack strings and files of this kind on every interface named.',
  falseAlarm: 'The directory is public.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), V.C: malformed and unexpected input',
  judge(context: RuleContext): Verdict[] {
    return judgeTopic(
      context,
      'ldap',
      'builds directory queries from input',
      'escape values (RFC 4515), and name that control with "stops: [ldap]"',
    )
  },
}
