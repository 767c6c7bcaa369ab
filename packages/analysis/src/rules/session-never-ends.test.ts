import test from 'node:test'
import assert from 'node:assert/strict'
import { device } from '../../test/device.ts'
import { sessionNeverEnds } from './session-never-ends.ts'

const now = Date.UTC(2026, 0, 1)

test('session-never-ends fires once on the element that breaks it', () => {
  const hits = sessionNeverEnds.check(
    device({ diagnostics: [{ id: 'help', sessionMinutes: undefined as never }] }),
    now,
  )
  assert.deepEqual(
    hits.map(({ element }) => element),
    ['diagnostics.help'],
  )
})

test('session-never-ends stays silent on a sound device', () => {
  assert.deepEqual(
    sessionNeverEnds.check(
      device({
        diagnostics: [
          { id: 'help' },
          { id: 'inside', access: 'physical-presence', sessionMinutes: undefined as never },
        ],
      }),
      now,
    ),
    [],
  )
})
