import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

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
  judge({ file }: RuleContext): Verdict[] {
    return file.interfaces.map((each) => {
      const element = `interfaces.${each.id}`
      if (each.reach === 'internal') return silent(element, 'it stays inside the device')
      const missing = statements.filter(([name]) => each[name] === undefined).map(([, written]) => written)
      if (missing.length === 0) return silent(element, 'every statement is made')
      const because = `${each.id} does not state ${missing.join(', ')}`
      return fires(element, because, 'state each, or "none" with the reason')
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
