import { judgeKeys } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const passwordEncoded: Rule = {
  id: 'password-encoded',
  title: 'A password is hidden by mere encoding',
  goesWrong: 'Base64 and XOR hide a password from nobody: whoever sees it has it.',
  cwe: [261],
  category: 'information-disclosure',
  goal: 'commanded',
  severity: 'high',
  mitigation: 'Keep a slow, salted hash, or wrap it with a key that does not lie beside it.',
  verify: 'A tester decodes what is kept.',
  falseAlarm: 'The encoding is only around a hash: then it is kept as a hash.',
  basis: 'NIST SP 800-53 r5 IA-5(1)(d)',
  judge(context: RuleContext): Verdict[] {
    return judgeKeys(context, ['password'], ({ id, keptAs, algorithm }) => {
      if (keptAs !== 'plain' && keptAs !== 'reversible')
        return keptAs === undefined ? '"kept-as" is not stated' : `it is kept as ${keptAs}`
      if (algorithm === undefined) return '"algorithm" does not name an encoding'
      if (!encodings.test(algorithm)) return `${algorithm} is no mere encoding`
      const advice = 'keep "slow-hash" of it and name the hash in "algorithm"'
      return { found: `${id} is only encoded, with ${algorithm}`, advice, at: 'algorithm' }
    })
  },
}

const encodings = /^(base-?(16|32|64|85)|hex|rot-?\d+|xor|caesar|url-?encoding|obfuscation)$/i
