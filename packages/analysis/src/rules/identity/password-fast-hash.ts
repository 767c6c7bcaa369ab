import { judgeKeys } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const passwordFastHash: Rule = {
  id: 'password-fast-hash',
  title: 'A password is kept with a fast hash',
  goesWrong: 'Whoever copies the hashes tries billions of passwords a second against them.',
  cwe: [916],
  category: 'information-disclosure',
  goal: 'commanded',
  severity: 'medium',
  mitigation: 'Use Argon2id, scrypt, bcrypt or PBKDF2 with enough rounds.',
  verify: 'A reviewer reads the name and cost of the hash.',
  falseAlarm: 'What is hashed is a random key of 128 bits or more, not a password.',
  basis: 'NIST SP 800-53 r5 IA-5(1)(d)',
  judge(context: RuleContext): Verdict[] {
    return judgeKeys(context, ['password'], ({ id, keptAs }) => {
      if (keptAs === undefined) return '"kept-as" is not stated'
      if (keptAs === 'fast-hash') return 'password-unsalted-hash looks at hashes without a salt'
      if (keptAs !== 'salted-hash') return `it is kept as ${keptAs}`
      const advice = 'use a slow hash such as Argon2id and set "kept-as: slow-hash"'
      return { found: `${id} is kept with a salted but fast hash`, advice, at: 'kept-as' }
    })
  },
}
