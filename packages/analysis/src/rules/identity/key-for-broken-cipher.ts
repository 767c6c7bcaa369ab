import { judgeKeys, secretKeys } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const keyForBrokenCipher: Rule = {
  id: 'key-for-broken-cipher',
  title: 'A key is for a broken cipher',
  goesWrong: 'What it seals is opened without it, with a machine that anybody can rent.',
  cwe: [327],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'medium',
  mitigation: 'Use AES-GCM or ChaCha20-Poly1305, and ECDSA, Ed25519 or RSA of 2048 bits for signing.',
  verify: 'A reviewer reads the name of the cipher.',
  falseAlarm: 'It only reads data that an older version has left behind.',
  basis: 'NIST SP 800-131A r2; IEC 62443-4-2:2019 CR 4.3',
  judge(context: RuleContext): Verdict[] {
    return judgeKeys(context, secretKeys, ({ id, algorithm }) => {
      if (algorithm === undefined) return '"algorithm" is not stated'
      if (!broken.test(algorithm)) return `${algorithm} is not among the broken ciphers`
      const advice = 'change the cipher and name the new one in "algorithm"'
      return { found: `${id} is for ${algorithm}`, advice, at: 'algorithm' }
    })
  },
}

const broken =
  /^(des|3-?des|tdes|tdea|des3|des-ede3?|rc2|rc4|arcfour|blowfish|x?tea|skipjack|a5\/[12]|xor)(-.*)?$/i
