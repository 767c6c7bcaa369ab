import { enforcedControls } from '../../elements.ts'
import { judgeInterfaces } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const badgeOrBiometricAlone: Rule = {
  id: 'badge-or-biometric-alone',
  title: 'A badge or a finger alone signs in',
  goesWrong: 'A badge is lent, lost and cloned; a finger is pressed on the reader while its owner sleeps.',
  cwe: [1390],
  category: 'spoofing',
  goal: 'commanded',
  severity: 'low',
  mitigation: 'Ask for a PIN beside it, at least for what can harm.',
  verify: 'A tester signs in with a found badge.',
  falseAlarm: 'It only opens what anybody at the bedside may do.',
  basis: 'IEC 62443-4-2:2019 CR 1.1 RE 2; NIST SP 800-63B-4, 3.2.3',
  judge(context: RuleContext): Verdict[] {
    return judgeInterfaces(context, (each) => {
      const proofs = enforcedControls(context, each.authentication)
      if (proofs.length === 0) return 'it has no authentication at all'
      const [first] = proofs
      const lone = first?.factor === 'badge' || first?.factor === 'biometric'
      if (proofs.length > 1 || !lone) return 'it asks for something else, or for more'
      const found = `${each.id} asks for nothing but ${first.id} (${first.factor})`
      return { found, advice: 'add a PIN or password to "authentication"', at: 'authentication' }
    })
  },
}
