import type { Key } from '@pericard/model'
import { judgeKeys, secretKeys } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const keyNotDescribed: Rule = {
  id: 'key-not-described',
  title: 'A key is not fully described',
  goesWrong:
    'What nobody wrote down about a key nobody can answer when it has leaked: where it is, and how it is withdrawn.',
  cwe: [1059],
  category: 'repudiation',
  goal: 'disclosed',
  severity: 'low',
  mitigation:
    'State how it is kept, where it comes from, whether it can be withdrawn and whether its use is logged.',
  verify: 'A reviewer reads the table of keys.',
  falseAlarm: 'It is no key of the device: then leave components of the device out of "at".',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), appendix 1, C; NIST SP 800-53 r5 SC-12',
  judge(context: RuleContext): Verdict[] {
    return judgeKeys(context, ['password', ...secretKeys], (key) => {
      const here = key.at.some((id) => context.components.get(id)?.external === false)
      if (!here) return 'no component of the device has it'
      const missing = missingOf(key)
      if (missing.length === 0) return 'every statement is made'
      return { found: `${key.id} does not state ${missing.join(', ')}`, advice: 'state each' }
    })
  },
}

const keepers: ReadonlySet<Key['storedBy']> = new Set(['tpm', 'hsm', 'vault'])

function missingOf(key: Key): string[] {
  const statements: readonly (readonly [string, boolean])[] = [
    ['kept-as', key.keptAs !== undefined || keepers.has(key.storedBy)],
    ['made', key.made !== undefined],
    ['revocable', key.revocable !== undefined],
    ['audited', key.audited !== undefined],
    ['password', key.kind !== 'password' || key.password !== undefined],
  ]
  return statements.filter(([, made]) => !made).map(([name]) => name)
}
