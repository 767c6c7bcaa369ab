import { enforcedControls } from '../../elements.ts'
import { judgeInterfaces, usesOf } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const missingAuthentication: Rule = {
  id: 'missing-authentication',
  title: 'A critical function is reached without authentication',
  goesWrong: 'Whoever gets within reach gives the device orders: no password to guess, nothing to break.',
  cwe: [306],
  category: 'spoofing',
  goal: 'commanded',
  severity: 'high',
  mitigation:
    'Let the caller prove who it is before anything else is looked at, and verify that in the device.',
  verify: 'device-port-without-certificate',
  falseAlarm: 'Something before it admits only proven callers: name that in `authentication`.',
  basis:
    'FDA premarket cybersecurity guidance (Feb 2026), appendix 1, A; IEC 62443-4-2:2019 CR 1.1, CR 1.2; 45 CFR 164.312(d)',
  judge(context: RuleContext): Verdict[] {
    return judgeInterfaces(context, (each) => {
      const proofs = enforcedControls(context, each.authentication)
      if (proofs.length > 0) return `callers pass ${proofs.map(({ id }) => id).join(' and ')}`
      const uses = usesOf(context, each)
      if (uses.length === 0) return 'it commands nothing, gives no capability and takes no unverified update'
      const found = `${each.id} ${uses.join(', ')}, and nothing asks who the caller is`
      return { found, advice: 'authenticate callers and name the control in "authentication"' }
    })
  },
}
