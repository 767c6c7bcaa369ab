import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { keyNotDescribed } from './key-not-described.ts'

const components = [{ id: 'app' }, { id: 'server', external: true }]
const said = { made: 'on-device', revocable: true, audited: true, at: ['app'] } as const

test('key-not-described fires once on a key that leaves something out, and on a password without rules', () => {
  const keys = [
    { id: 'file-key', ...said, storedBy: 'file' },
    { id: 'word', ...said, kind: 'password', keptAs: 'slow-hash' },
    { id: 'bare', at: ['app'] },
  ] as const
  assert.deepEqual(firing(keyNotDescribed, { components, keys }), ['keys.file-key', 'keys.word', 'keys.bare'])
})

test('key-not-described stays silent on a described key, on one in hardware, and on keys of others', () => {
  const keys = [
    { id: 'file-key', ...said, storedBy: 'file', keptAs: 'wrapped' },
    { id: 'tpm-key', ...said, storedBy: 'tpm' },
    { id: 'word', ...said, kind: 'password', keptAs: 'slow-hash', password: {} },
    { id: 'theirs', at: ['server'] },
  ] as const
  assert.deepEqual(firing(keyNotDescribed, { components, keys }), [])
  const looked = ['keys.file-key', 'keys.tpm-key', 'keys.word', 'keys.theirs']
  assert.deepEqual(silentOn(keyNotDescribed, { components, keys }), looked)
})
