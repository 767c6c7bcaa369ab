import test from 'node:test'
import assert from 'node:assert/strict'
import { device } from '../../test/device.ts'
import { incompletePathStatement } from './incomplete-path-statement.ts'

const now = Date.UTC(2026, 0, 1)

test('incomplete-path-statement fires once on the element that breaks it', () => {
  const hits = incompletePathStatement.check(
    device({ interfaces: [{ id: 'ehr', reach: 'internet', session: undefined as never }] }),
    now,
  )
  assert.deepEqual(
    hits.map(({ element }) => element),
    ['interfaces.ehr'],
  )
})

test('incomplete-path-statement stays silent on a sound device', () => {
  assert.deepEqual(
    incompletePathStatement.check(
      device({
        interfaces: [
          { id: 'ehr', reach: 'internet' },
          { id: 'bus', session: undefined as never },
        ],
      }),
      now,
    ),
    [],
  )
})
