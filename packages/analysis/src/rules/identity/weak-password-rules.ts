import { judgeKeys } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const weakPasswordRules: Rule = {
  id: 'weak-password-rules',
  title: 'Passwords may be weak',
  goesWrong: 'People choose the ward and a number; whoever guesses it treats the patient in their name.',
  cwe: [521],
  category: 'spoofing',
  goal: 'commanded',
  severity: 'medium',
  mitigation: 'Ask for at least eight characters and refuse known bad passwords.',
  verify: 'A tester sets "12345678" and the name of the device.',
  falseAlarm: 'It is one of two proofs and tries are counted.',
  basis: 'IEC 62443-4-2:2019 CR 1.7; NIST SP 800-53 r5 IA-5(1)',
  judge(context: RuleContext): Verdict[] {
    return judgeKeys(context, ['password'], ({ id, password }) => {
      if (password === undefined) return 'the rules of "password" are not stated'
      const { lengthMin, badRefused } = password
      const short = lengthMin !== undefined && lengthMin < lengthWanted
      if (!short && badRefused !== false) return 'it has to be long, and no known bad one is taken'
      const wrong = [
        ...(short ? [`of ${lengthMin} characters`] : []),
        ...(badRefused === false ? ['that are known to be bad'] : []),
      ].join(' and ')
      const advice = `set "length-min" to ${lengthWanted} or more and "bad-refused: true"`
      return { found: `${id} takes passwords ${wrong}`, advice, at: 'password' }
    })
  },
}

/** Least length of a password that a person chooses (NIST SP 800-63B-4, 3.1.1.2, as one of several factors). */
const lengthWanted = 8
