import { judgeKeys } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const passwordUnsaltedHash: Rule = {
  id: 'password-unsalted-hash',
  title: 'Passwords are hashed without a salt',
  goesWrong: 'One table made beforehand opens all hashes at once, and equal passwords show.',
  cwe: [759, 916],
  category: 'information-disclosure',
  goal: 'commanded',
  severity: 'medium',
  mitigation: 'Hash each password slowly, with a random salt of its own.',
  verify: 'A tester sets the same password twice and compares what is kept.',
  falseAlarm: 'What is hashed is a random key, not a password.',
  basis: 'NIST SP 800-53 r5 IA-5(1)(d)',
  judge(context: RuleContext): Verdict[] {
    return judgeKeys(context, ['password'], ({ id, keptAs }) => {
      if (keptAs === undefined) return '"kept-as" is not stated'
      if (keptAs !== 'fast-hash') return `it is kept as ${keptAs}`
      const advice = 'use a salted slow hash and set "kept-as: slow-hash"'
      return { found: `${id} is kept with a fast hash without a salt`, advice, at: 'kept-as' }
    })
  },
}
