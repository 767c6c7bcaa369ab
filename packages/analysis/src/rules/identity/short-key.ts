import type { Key } from '@pericard/model'
import { judgeKeys, secretKeys } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const shortKey: Rule = {
  id: 'short-key',
  title: 'A key is too short',
  goesWrong: 'It is found by trying, and what it seals or signs is worth nothing from then on.',
  cwe: [326],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'medium',
  mitigation: 'Use at least 128 bits for AES, 2048 for RSA and 224 for elliptic curves.',
  verify: 'A reviewer reads the length of the key.',
  falseAlarm: 'It lives for seconds and seals nothing that is worth more.',
  basis: 'NIST SP 800-131A r2; NIST SP 800-57 part 1 r5, 5.6',
  judge(context: RuleContext): Verdict[] {
    return judgeKeys(context, secretKeys, (key) => {
      if (several.test(key.algorithm ?? '')) return '"algorithm" names several, so one length does not tell'
      const bits = key.bits ?? bitsInName(key.algorithm)
      if (bits === undefined) return 'neither "bits" nor "algorithm" states a length'
      const wanted = bitsWanted(key)
      if (wanted === undefined) return '"algorithm" does not tell how long it should be'
      if (bits >= wanted) return `it has ${bits} bits`
      const found = `${key.id} has ${bits} bits, ${wanted} are wanted`
      return {
        found,
        advice: `use ${wanted} bits or more`,
        at: key.bits === undefined ? 'algorithm' : 'bits',
      }
    })
  },
}

/** Names such as "ecdh-p256 with aes-128-ccm". */
const several = /[+,]|\bwith\b|\band\b/i

/** Least length, by what strength of 112 bits takes (NIST SP 800-57 part 1 r5, table 2). */
function bitsWanted({ kind, algorithm }: Key): number | undefined {
  if (algorithm !== undefined && /^(rsa|dsa|dh|elgamal)\b/i.test(algorithm)) return 2048
  if (algorithm !== undefined && /^(ec|ed|x25519|x448|p-?\d|brainpool|secp)/i.test(algorithm)) return 224
  return kind === 'symmetric' || kind === 'share' ? 112 : undefined
}

/** The length in names such as rsa-1024 and aes-256-gcm; not in curves, whose names count otherwise. */
function bitsInName(algorithm: string | undefined): number | undefined {
  const digits = /^(?:rsa|dsa|dh|aes|elgamal)-?(\d+)/i.exec(algorithm ?? '')?.[1]
  return digits === undefined ? undefined : Number(digits)
}
