import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const shortEncryptionKey: Rule = {
  id: 'short-encryption-key',
  title: 'The key of a control is too short',
  goesWrong: 'Trying all keys, or factoring one, is a matter of days.',
  cwe: [326],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'high',
  mitigation: '128 bits or more for ciphers, 2048 for RSA, 224 for elliptic curves.',
  verify: 'A reviewer reads the list of key lengths.',
  falseAlarm: 'None known.',
  basis: 'NIST SP 800-57 part 1 r5, table 2',
  judge(context: RuleContext): Verdict[] {
    return context.file.controls.flatMap(({ id, cryptography }): Verdict[] => {
      if (cryptography === undefined) return []
      const element = `controls.${id}`
      if (!(cryptography.keyBits !== undefined && cryptography.keyBits < leastBits(cryptography.algorithm)))
        return [
          silent(element, `its key is ${cryptography.keyBits === undefined ? 'not stated' : 'long enough'}`),
        ]
      return [
        fires(
          element,
          `${id} uses ${cryptography.algorithm} with ${cryptography.keyBits} bits, at least ${leastBits(cryptography.algorithm)} were wanted`,
          'use a longer key',
          `${element}.cryptography.key-bits`,
        ),
      ]
    })
  },
}

/** Least length in bits, by what an algorithm is built on. */
function leastBits(algorithm: string): number {
  const name = algorithm.toLowerCase()
  if (/aes|chacha|hmac|sha/.test(name)) return 128
  if (/rsa|dsa(?!-p)|diffie/.test(name) && !/ecdsa|eddsa|ml-dsa|slh-dsa/.test(name)) return 2048
  return /ec|ed25519|x25519|p-?\d{3}/.test(name) ? 224 : 128
}
