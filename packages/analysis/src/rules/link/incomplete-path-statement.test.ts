import test from 'node:test'
import assert from 'node:assert/strict'
import { firing } from '../../../test/rules.ts'
import { incompletePathStatement } from './incomplete-path-statement.ts'

test('incomplete-path-statement fires once on the element that breaks it', () => {
  const hits = firing(incompletePathStatement, {
    interfaces: [{ id: 'ehr', reach: 'internet', session: undefined as never }],
  })
  assert.deepEqual(hits, ['interfaces.ehr'])
})

test('incomplete-path-statement stays silent on a sound device', () => {
  assert.deepEqual(
    firing(incompletePathStatement, {
      interfaces: [
        { id: 'ehr', reach: 'internet' },
        { id: 'bus', session: undefined as never },
      ],
    }),
    [],
  )
})
