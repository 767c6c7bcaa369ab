import { judgeCertificates } from '../../certificates.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const certificateNotChecked: Rule = {
  id: 'certificate-not-checked',
  title: 'Certificates are not checked at all',
  goesWrong:
    'Anybody with some certificate is taken for the server, and everything that was encrypted goes to them.',
  cwe: [295],
  category: 'spoofing',
  goal: 'disclosed',
  severity: 'high',
  mitigation: 'Check chain, name, purpose, dates and revocation; pin the root.',
  verify: 'tls-downgrade',
  falseAlarm: 'None known.',
  basis: 'RFC 5280, 6',
  judge(context: RuleContext): Verdict[] {
    return judgeCertificates(context, 'none', 'does not check certificates')
  },
}
