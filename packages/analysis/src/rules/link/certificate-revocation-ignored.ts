import { judgeCertificates } from '../../certificates.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const certificateRevocationIgnored: Rule = {
  id: 'certificate-revocation-ignored',
  title: 'A revoked certificate is taken',
  goesWrong: 'A stolen key opens the connection long after it was reported.',
  cwe: [295, 299],
  category: 'spoofing',
  goal: 'disclosed',
  severity: 'medium',
  mitigation: 'Check what is left out.',
  verify: 'A tester presents a certificate with just this fault.',
  falseAlarm: 'The check is made by a second control on the same interface.',
  basis: 'RFC 5280, 6',
  judge(context: RuleContext): Verdict[] {
    return judgeCertificates(context, 'no-revocation', 'takes revoked certificates')
  },
}
