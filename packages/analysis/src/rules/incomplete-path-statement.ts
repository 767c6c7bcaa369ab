import type { DeviceFile } from '@pericard/model'
import type { Hit, Rule } from '../rule.ts'

export const incompletePathStatement: Rule = {
  id: 'incomplete-path-statement',
  title: 'A communication path is not fully described',
  goesWrong:
    'What nobody wrote down nobody designed: sessions that stay open, errors that fail open. A premarket reviewer will ask.',
  cwe: [1059],
  category: 'repudiation',
  goal: 'disclosed',
  severity: 'medium',
  mitigation:
    'State version, port, where authentication is verified, life of credentials, session rules and behaviour on error.',
  verify: 'A reviewer reads the interface table (FDA premarket cybersecurity guidance, appendix 2).',
  falseAlarm: 'The statement makes no sense for the medium: say so in its place.',
  check(file: DeviceFile): Hit[] {
    return file.interfaces
      .filter(({ reach }) => reach !== 'internal')
      .flatMap((each) => {
        const missing = statements.filter(([name]) => each[name] === undefined).map(([, written]) => written)
        if (missing.length === 0) return []
        const because = `${each.id} does not state ${missing.join(', ')}`
        return [
          { element: `interfaces.${each.id}`, because, advice: 'state each, or "none" with the reason' },
        ]
      })
  },
}

const statements = [
  ['version', 'version'],
  ['port', 'port'],
  ['verifiedAt', 'verified-at'],
  ['credentialLife', 'credential-life'],
  ['session', 'session'],
  ['onError', 'on-error'],
] as const
