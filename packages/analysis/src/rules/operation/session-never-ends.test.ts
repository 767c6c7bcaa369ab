import test from 'node:test'
import assert from 'node:assert/strict'
import { firing } from '../../../test/rules.ts'
import { sessionNeverEnds } from './session-never-ends.ts'

test('session-never-ends fires once on the element that breaks it', () => {
  const hits = firing(sessionNeverEnds, { diagnostics: [{ id: 'help', sessionMinutes: undefined as never }] })
  assert.deepEqual(hits, ['diagnostics.help'])
})

test('session-never-ends stays silent on a sound device', () => {
  assert.deepEqual(
    firing(sessionNeverEnds, {
      diagnostics: [
        { id: 'help' },
        { id: 'inside', access: 'physical-presence', sessionMinutes: undefined as never },
      ],
    }),
    [],
  )
})
