import { judgeKeys } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const passwordWeakHash: Rule = {
  id: 'password-weak-hash',
  title: 'A password is hashed with a broken hash',
  goesWrong: 'For old hashes there are tables and machines that give the password back in minutes.',
  cwe: [328],
  category: 'information-disclosure',
  goal: 'commanded',
  severity: 'medium',
  mitigation: 'Use Argon2id, scrypt or bcrypt, and hash again at the next sign-in.',
  verify: 'A reviewer reads the name of the hash.',
  falseAlarm: 'The named hash is used inside PBKDF2 with enough rounds: then name that.',
  basis: 'NIST SP 800-131A r2, section 9',
  judge(context: RuleContext): Verdict[] {
    return judgeKeys(context, ['password'], ({ id, algorithm }) => {
      if (algorithm === undefined) return '"algorithm" is not stated'
      if (!broken.test(algorithm)) return `${algorithm} is not among the broken hashes`
      const advice = 'use a slow hash such as Argon2id and name it in "algorithm"'
      return { found: `${id} is hashed with ${algorithm}`, advice, at: 'algorithm' }
    })
  },
}

const broken = /^(md[245]|sha-?[01]|crc-?\d*|lm|ntlm|nt-?hash|des-?crypt|crypt)$/i
