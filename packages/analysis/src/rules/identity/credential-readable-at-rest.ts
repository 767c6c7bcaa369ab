import type { Key } from '@pericard/model'
import { judgeKeys, secretKeys } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const credentialReadableAtRest: Rule = {
  id: 'credential-readable-at-rest',
  title: 'A credential lies unencrypted on a medium',
  goesWrong:
    'Whoever takes the medium out, or copies a file of it, signs in as the device or opens what the key seals.',
  cwe: [522],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'high',
  mitigation: 'Keep it in a TPM, in the vault, or wrapped by a key that is not on the medium.',
  verify: 'phi-in-raw-storage',
  falseAlarm: 'The medium cannot be taken out or read, and `storage` should say which control sees to that.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), appendix 1, C; IEC 62443-4-2:2019 CR 1.5',
  judge(context: RuleContext): Verdict[] {
    const kinds = ['password', ...secretKeys] as const
    return judgeKeys(context, kinds, ({ id, at, storedBy, keptAs }) => {
      if (storedBy !== 'file') return `it lies in no file but with the ${storedBy}`
      if (keptAs !== undefined && guarded.has(keptAs)) return `it is kept as ${keptAs}`
      const bare = at.filter((one) => context.components.get(one)?.storage?.encryption === 'none')
      if (bare.length === 0) return 'it lies on no medium that is stated to be unencrypted'
      const found = `${id} lies in a file on the unencrypted medium of ${bare.join(', ')}`
      return { found, advice: 'set "stored-by" to tpm or vault, or encrypt the medium', at: 'stored-by' }
    })
  },
}

const guarded: ReadonlySet<Key['keptAs']> = new Set(['salted-hash', 'slow-hash', 'wrapped', 'hardware'])
