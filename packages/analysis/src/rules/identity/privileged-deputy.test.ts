import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { privilegedDeputy } from './privileged-deputy.ts'

const parts = (way: {
  readonly authentication?: readonly string[]
  readonly validation?: readonly string[]
}) =>
  ({
    components: [
      { id: 'importer', privileges: 'administrator' },
      { id: 'pages', privileges: 'user' },
    ],
    controls: ['check', { id: 'wish', enforcement: { by: 'nobody' } }],
    interfaces: [{ id: 'pipe', from: 'pages', to: 'importer', ...way }],
  }) as const

test('privileged-deputy fires where neither who asks nor what is asked is checked', () => {
  assert.deepEqual(firing(privilegedDeputy, parts({})), ['components.importer'])
  assert.deepEqual(firing(privilegedDeputy, parts({ authentication: ['wish'] })), ['components.importer'])
})

test('privileged-deputy stays silent where either is checked, on programs without rights, and among equals', () => {
  const both = ['components.importer', 'components.pages']
  assert.deepEqual(silentOn(privilegedDeputy, parts({ authentication: ['check'] })), both)
  assert.deepEqual(silentOn(privilegedDeputy, parts({ validation: ['check'] })), both)
  const equal = {
    ...parts({}),
    components: [
      { id: 'importer', privileges: 'kernel' },
      { id: 'pages', privileges: 'kernel' },
    ],
  } as const
  assert.deepEqual(silentOn(privilegedDeputy, equal), both)
})
