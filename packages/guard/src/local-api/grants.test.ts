import test from 'node:test'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { type DeviceFile, parseDeviceFile } from '@pericard/model'
import { grantsOf } from './grants.ts'

function pump(): DeviceFile {
  const url = new URL('../../../../examples/infusion-pump/device.yaml', import.meta.url)
  const parsed = parseDeviceFile(readFileSync(url, 'utf8'), { file: 'device.yaml' })
  assert.ok(parsed.ok)
  return parsed.file
}

function shown(file: DeviceFile): unknown {
  return grantsOf(file).map(({ component, records, functions }) => [
    component,
    records,
    functions.map(({ id }) => id),
  ])
}

test('grantsOf() gives the screen commands, the gateway application records only, and nobody else a socket', () => {
  assert.deepEqual(shown(pump()), [
    ['gateway-app', true, []],
    ['touch-screen', true, ['deliver-drug']],
  ])
})

test('grantsOf() takes away what the file takes away', () => {
  const file = pump()
  const data = file.data.map((item) => ({ ...item, at: item.at.filter((id) => id !== 'gateway-app') }))
  const interfaces = file.interfaces.map((one) =>
    one.id === 'screen-socket' ? { ...one, active: false } : one,
  )
  assert.deepEqual(shown({ ...file, data, interfaces }), [['gateway-app', false, []]])
})

test('grantsOf() gives an external system no socket, even over an interface to the local API', () => {
  const file = pump()
  const interfaces = file.interfaces.map((one) =>
    one.id === 'screen-socket' ? { ...one, from: 'fleet-server' } : one,
  )
  assert.deepEqual(shown({ ...file, interfaces }), [['gateway-app', true, []]])
})

test('grantsOf() lets a component erase only where every item that the vault keeps names it', () => {
  const file = pump()
  const erasers = (data: DeviceFile['data']): string[] =>
    grantsOf({ ...file, data })
      .filter(({ erasure }) => erasure)
      .map(({ component }) => component)
  assert.deepEqual(erasers(file.data.map((item) => ({ ...item, erasedBy: [] }))), [])
  const some = file.data.map((item, index) => ({ ...item, erasedBy: index === 0 ? ['touch-screen'] : [] }))
  assert.deepEqual(erasers(some), [])
  assert.deepEqual(erasers(file.data.map((item) => ({ ...item, erasedBy: ['touch-screen'] }))), [
    'touch-screen',
  ])
})
