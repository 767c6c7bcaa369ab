import { verdictOn } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const credentialInLog: Rule = {
  id: 'credential-in-log',
  title: 'A credential is written to a log',
  goesWrong: 'Logs go to support, to backups and to other systems, and the password goes with them.',
  cwe: [532],
  category: 'information-disclosure',
  goal: 'commanded',
  severity: 'high',
  mitigation: 'Leave credentials out of the log, or write that one was used, never which.',
  verify: 'A tester signs in and searches the log for the password.',
  falseAlarm: 'Only a name or a hash of it is written.',
  basis: '45 CFR 164.308(a)(5)(ii)(D), password management',
  judge({ file, data }: RuleContext): Verdict[] {
    return file.data
      .filter(({ kind }) => kind === 'log')
      .map(({ id, contains, elements }) => {
        const held = contains.filter((one) => {
          const kind = data.get(one)?.kind
          return kind === 'credential' || kind === 'key'
        })
        const named = elements.filter((one) => secret.test(one) && !harmless.test(one))
        const found = [...held, ...named]
        if (found.length === 0) return verdictOn(`data.${id}`, 'it holds no credential')
        const advice = 'leave them out of the log, and out of "contains" and "elements"'
        return verdictOn(`data.${id}`, { found: `${id} holds ${found.join(', ')}`, advice })
      })
  },
}

const secret =
  /\b(passwords?|passphrases?|pins?|secrets?|tokens?|(private|secret|session) keys?|session ids?)\b/i
const harmless = /\b(hash|fingerprint|verifier|change|failure|failed)\b/i
