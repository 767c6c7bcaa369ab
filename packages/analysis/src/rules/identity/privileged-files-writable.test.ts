import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { privilegedFilesWritable } from './privileged-files-writable.ts'

const storage = { media: 'internal', encryption: 'vault', permissions: 'everyone' } as const
const viewer = { id: 'viewer', privileges: 'administrator', storage } as const

test('privileged-files-writable fires on files of a privileged program that are open to everyone', () => {
  assert.deepEqual(firing(privilegedFilesWritable, { components: [viewer] }), ['components.viewer'])
})

test('privileged-files-writable stays silent on a user, on closed files, and where either is not stated', () => {
  const components = [
    { ...viewer, id: 'a', privileges: 'user' },
    { ...viewer, id: 'b', storage: { ...storage, permissions: 'group' } },
    { id: 'c', storage },
    { id: 'd', privileges: 'kernel' },
  ] as const
  assert.deepEqual(firing(privilegedFilesWritable, { components }), [])
  const looked = ['components.a', 'components.b', 'components.c', 'components.d']
  assert.deepEqual(silentOn(privilegedFilesWritable, { components }), looked)
})
