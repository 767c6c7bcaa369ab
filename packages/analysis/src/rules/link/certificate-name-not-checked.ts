import { judgeCertificates } from '../../certificates.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const certificateNameNotChecked: Rule = {
  id: 'certificate-name-not-checked',
  title: 'The name in a certificate is not compared',
  goesWrong: 'A certificate for any name at all opens the connection.',
  cwe: [295, 297],
  category: 'spoofing',
  goal: 'disclosed',
  severity: 'high',
  mitigation: 'Check what is left out.',
  verify: 'A tester presents a certificate with just this fault.',
  falseAlarm: 'The check is made by a second control on the same interface.',
  basis: 'RFC 5280, 6',
  judge(context: RuleContext): Verdict[] {
    return judgeCertificates(context, 'no-name', 'does not compare the name in a certificate')
  },
}
