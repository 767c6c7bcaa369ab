import test from 'node:test'
import assert from 'node:assert/strict'
import { firing, silentOn } from '../../../test/rules.ts'
import { filesOpenToTheNetwork } from './files-open-to-the-network.ts'

const components = [{ id: 'archive' }]
const data = [{ id: 'records' }, { id: 'load', kind: 'telemetry' }] as const
const share = {
  id: 'share',
  to: 'archive',
  reach: 'hospital-network',
  carries: ['records'],
  protocol: 'ftp',
} as const

test('files-open-to-the-network fires on shares of several protocols that ask for nothing', () => {
  for (const protocol of ['ftp', 'SMBv1', 'nfs', 'tftp', 'webdav'])
    assert.deepEqual(
      firing(filesOpenToTheNetwork, { components, data, interfaces: [{ ...share, protocol }] }),
      ['interfaces.share'],
    )
})

test('files-open-to-the-network stays silent behind a sign-in, on telemetry, on a plug and on other protocols', () => {
  for (const way of [
    { ...share, authentication: ['word'] },
    { ...share, carries: ['load'] },
    { ...share, reach: 'physical-port' },
    { ...share, protocol: 'hl7v2' },
  ] as const) {
    const parts = { components, data, controls: ['word'], interfaces: [way] }
    assert.deepEqual(firing(filesOpenToTheNetwork, parts), [])
    assert.deepEqual(silentOn(filesOpenToTheNetwork, parts), ['interfaces.share'])
  }
})
