import { judgeCertificates } from '../../certificates.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const certificateChainNotFollowed: Rule = {
  id: 'certificate-chain-not-followed',
  title: 'The chain of a certificate is not followed to a trusted root',
  goesWrong: 'A certificate that somebody made for themselves opens the connection.',
  cwe: [295, 296],
  category: 'spoofing',
  goal: 'disclosed',
  severity: 'high',
  mitigation: 'Check what is left out.',
  verify: 'A tester presents a certificate with just this fault.',
  falseAlarm: 'The check is made by a second control on the same interface.',
  basis: 'RFC 5280, 6',
  judge(context: RuleContext): Verdict[] {
    return judgeCertificates(context, 'no-chain', 'does not follow certificates to a trusted root')
  },
}
