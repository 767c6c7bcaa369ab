import { judgeKeys, secretKeys } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const weakRandomKey: Rule = {
  id: 'weak-random-key',
  title: 'A key is made from weak random numbers',
  goesWrong:
    'Whoever knows the generator makes the same key and opens what it seals, without ever touching the device.',
  cwe: [330, 338],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'high',
  mitigation: 'Make keys with the cryptographic generator of the operating system or the TPM.',
  verify: 'A reviewer finds the call that makes the key.',
  falseAlarm: 'A sound source is mixed in: then the result is sound, say so.',
  basis: 'NIST SP 800-90A r1; NIST SP 800-53 r5 SC-12',
  judge(context: RuleContext): Verdict[] {
    return judgeKeys(context, ['password', ...secretKeys], ({ id, randomness }) => {
      if (randomness === undefined) return '"randomness" is not stated'
      if (randomness === 'csprng') return 'it is made from a cryptographic generator'
      const advice = 'make it with a cryptographic generator and set "randomness: csprng"'
      return { found: `${id} is made from weak random numbers`, advice, at: 'randomness' }
    })
  },
}
