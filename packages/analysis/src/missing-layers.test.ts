import assert from 'node:assert/strict'
import test from 'node:test'
import type { DeviceFile } from '@pericard/model'
import { controlsWithoutLayer } from './missing-layers.ts'

type Part = Pick<DeviceFile, 'accepted' | 'controls'>

const controls = [
  { id: 'sandbox', kind: 'isolation', enforcement: { by: 'guard', mechanism: 'sandbox' } },
  { id: 'limits', kind: 'flood-limit', enforcement: { by: 'guard', mechanism: 'sandbox' } },
  { id: 'vault', kind: 'encryption', enforcement: { by: 'guard', mechanism: 'vault' } },
  { id: 'unit', kind: 'isolation', enforcement: { by: 'mechanism', mechanism: 'systemd' } },
] as unknown as Part['controls']

function accepting(...findings: string[]): string[] {
  const accepted = findings.map((finding, index) => ({
    ...{ id: `r${index}`, finding, owner: 'o', reason: 'r', expires: '2000-01-01' },
  }))
  return controlsWithoutLayer({ accepted, controls })
}

test("an accepted lack of a layer fails the guard's controls that are made of it, and no other", () => {
  assert.deepEqual(accepting('missing-sandbox-layer@seccomp'), ['sandbox'])
  assert.deepEqual(accepting('missing-sandbox-layer@no-user-namespaces'), ['sandbox'])
  assert.deepEqual(accepting('missing-sandbox-layer@cgroup'), ['limits'])
  assert.deepEqual(accepting('missing-sandbox-layer@cgroup', 'missing-sandbox-layer@seccomp'), [
    'sandbox',
    'limits',
  ])
})

test('a decision about something else fails nothing', () => {
  for (const finding of [
    'seccomp',
    'missing-sandbox-layer@',
    'missing-sandbox-layer@landlock',
    'dose/disclosed',
  ])
    assert.deepEqual(accepting(finding), [])
})
