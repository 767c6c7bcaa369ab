import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { unlockByPassphrase } from './unlock-by-passphrase.ts'

test('unlock-by-passphrase fires where a person brings the share and no hardware has one', () => {
  const keys = [{ id: 'typed' }, { id: 'fleet', storedBy: 'fleet' }] as const
  assert.deepEqual(firing(unlockByPassphrase, { keys, vault: { unlock: ['typed', 'fleet'] } }), [
    'keys.typed',
  ])
  const three = [...keys, { id: 'chip', storedBy: 'tpm' }] as const
  const any = { unlock: ['typed', 'fleet', 'chip'], threshold: 2 }
  assert.deepEqual(
    firing(unlockByPassphrase, { keys: three, vault: any }),
    ['keys.typed'],
    'the chip can be done without',
  )
})

test('unlock-by-passphrase stays silent where the share of a TPM is wanted too', () => {
  const keys = [{ id: 'typed' }, { id: 'chip', storedBy: 'tpm' }] as const
  assert.deepEqual(silentOn(unlockByPassphrase, { keys, vault: { unlock: ['typed', 'chip'] } }), [
    'keys.typed',
    'keys.chip',
  ])
})
