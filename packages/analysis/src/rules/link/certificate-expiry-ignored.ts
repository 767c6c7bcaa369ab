import { judgeCertificates } from '../../certificates.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const certificateExpiryIgnored: Rule = {
  id: 'certificate-expiry-ignored',
  title: 'An expired certificate is taken',
  goesWrong: 'A key that was thrown away years ago still opens the connection.',
  cwe: [295, 298],
  category: 'spoofing',
  goal: 'disclosed',
  severity: 'medium',
  mitigation: 'Check what is left out.',
  verify: 'A tester presents a certificate with just this fault.',
  falseAlarm: 'The check is made by a second control on the same interface.',
  basis: 'RFC 5280, 6',
  judge(context: RuleContext): Verdict[] {
    return judgeCertificates(context, 'no-expiry', 'takes expired certificates')
  },
}
