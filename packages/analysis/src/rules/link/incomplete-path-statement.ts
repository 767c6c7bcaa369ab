import type { Interface } from '@pericard/model'
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
    'State version, port, who may touch it, who proves and decides what, the life of credentials and sessions, and behaviour on error.',
  verify: 'A reviewer reads the interface table (FDA premarket cybersecurity guidance, appendix 2).',
  falseAlarm: 'The statement makes no sense for the medium: say so in its place.',
  judge({ file }: RuleContext): Verdict[] {
    return file.interfaces.map((each) => {
      const element = `interfaces.${each.id}`
      if (each.reach === 'internal') return silent(element, 'it stays inside the device')
      const missing = missingOf(each)
      if (missing.length === 0) return silent(element, 'every statement is made')
      const because = `${each.id} does not state ${missing.join(', ')}`
      return fires(element, because, 'state each, or "none" with the reason')
    })
  },
}

/** What is asked of every path that can be touched from outside. */
const statements = [
  ['version', 'version'],
  ['port', 'port'],
  ['meantFor', 'meant-for'],
  ['verifiedAt', 'verified-at'],
  ['credentialLife', 'credential-life'],
  ['session', 'session'],
  ['onError', 'on-error'],
] as const

/** What is asked of those that are in use. */
const inUse = [
  ['authenticates', 'authenticates'],
  ['authorizes', 'authorizes'],
  ['tellsStrangers', 'tells-strangers'],
  ['errorDetail', 'error-detail'],
  ['fails', 'fails'],
] as const

function missingOf(each: Interface): string[] {
  const wanted = each.active ? [...statements, ...inUse] : statements
  return [
    ...wanted.filter(([name]) => each[name] === undefined).map(([, written]) => written),
    ...(each.active && each.roles.length > 0 && each.sessionRules === undefined ? ['session-rules'] : []),
  ]
}
