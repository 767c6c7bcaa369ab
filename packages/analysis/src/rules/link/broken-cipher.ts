import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const brokenCipher: Rule = {
  id: 'broken-cipher',
  title: 'A broken or outdated cipher protects something',
  goesWrong: 'It looks encrypted and can be read or altered with a laptop.',
  cwe: [327],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'high',
  mitigation: 'Use AES-GCM, ChaCha20-Poly1305 or what TLS 1.3 offers.',
  verify: 'tls-downgrade',
  falseAlarm:
    'The cipher only obscures what a second, sound control protects too: then take it out of the list.',
  basis: 'NIST SP 800-131A r2',
  judge(context: RuleContext): Verdict[] {
    return context.file.controls.flatMap(({ id, cryptography }): Verdict[] => {
      if (cryptography === undefined) return []
      const element = `controls.${id}`
      if (!isBroken(cryptography.algorithm))
        return [silent(element, `${cryptography.algorithm} is not known to be broken`)]
      return [
        fires(
          element,
          `${id} uses ${cryptography.algorithm}`,
          'replace it by an authenticated cipher in use today, such as aes-256-gcm',
          `${element}.cryptography.algorithm`,
        ),
      ]
    })
  },
}

/** Names of ciphers and protocols with practical attacks, as whole words of an algorithm. */
const broken =
  /(?:^|[^a-z0-9])(?:des|3des|tdes|tripledes|rc2|rc4|arc4|blowfish|wep|tkip|ecb|ssl|sslv[23]|xor|rot13|null|export)(?:$|[^a-z0-9])/

function isBroken(algorithm: string): boolean {
  return broken.test(algorithm.toLowerCase())
}
