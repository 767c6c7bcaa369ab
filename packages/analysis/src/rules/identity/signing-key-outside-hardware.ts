import { judgeKeys } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const signingKeyOutsideHardware: Rule = {
  id: 'signing-key-outside-hardware',
  title: 'A key that signs for many devices lies in a file',
  goesWrong:
    'Whoever copies the file makes updates that every device takes, and nobody sees that it was copied.',
  cwe: [922],
  category: 'tampering',
  goal: 'altered',
  severity: 'high',
  mitigation: 'Keep it in an HSM that signs and never gives it out.',
  verify: 'A reviewer asks to see the key.',
  falseAlarm: 'It signs test images that no released device takes.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), appendix 1, H; NIST SP 800-53 r5 SC-12',
  judge(context: RuleContext): Verdict[] {
    return judgeKeys(context, ['signing'], ({ id, scope, storedBy, keptAs }) => {
      if (scope === 'device') return 'it signs for one device'
      if (storedBy !== 'file') return `it lies in no file but with the ${storedBy}`
      if (keptAs === 'hardware') return 'it is kept in hardware'
      const advice = 'move it into an HSM and set "stored-by: hsm"'
      return { found: `${id} signs for the whole ${scope} and lies in a file`, advice, at: 'stored-by' }
    })
  },
}
