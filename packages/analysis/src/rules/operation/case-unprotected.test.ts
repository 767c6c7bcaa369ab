import test from 'node:test'
import assert from 'node:assert/strict'
import type { DeviceParts } from '../../../test/device.ts'
import { firing, silentOn } from '../../../test/rules.ts'
import { caseUnprotected } from './case-unprotected.ts'

test('case-unprotected fires on the element that breaks it', () => {
  assert.deepEqual(
    firing(caseUnprotected, {
      hosts: [{ id: 'h0' }],
      controls: ['line'],
    }),
    ['hosts.h0'],
  )
})

test('case-unprotected stays silent on a sound device', () => {
  const sound: DeviceParts = {
    hosts: [{ id: 'h0', caseBy: ['line'] }],
    controls: ['line'],
  }
  assert.deepEqual(firing(caseUnprotected, sound), [])
  assert.deepEqual(silentOn(caseUnprotected, sound), ['hosts.h0'])
})
