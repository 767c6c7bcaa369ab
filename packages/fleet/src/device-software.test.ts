import assert from 'node:assert/strict'
import test from 'node:test'
import { componentsMax, softwareAfter, type SoftwareRecord } from './device-software.ts'

const after = (
  before: SoftwareRecord,
  ...said: readonly (readonly [kind: string, detail: string])[]
): SoftwareRecord =>
  softwareAfter(
    before,
    said.map(([kind, detail], index) => ({ sequence: index + 1, kind, detail })),
    7,
  )

test('softwareAfter() follows an update from the offer to the release that runs', () => {
  const running = after({}, ['update-up-to-date', 'component controller, number 1'])
  assert.deepEqual(running, {
    controller: { running: 1, last: 'up-to-date', number: 1, failed: false, at: 7 },
  })
  const waiting = after(running, ['update-waiting', 'component controller, number 2'])
  assert.deepEqual(waiting['controller'], { running: 1, last: 'waiting', number: 2, failed: false, at: 7 })
  const tried = after(waiting, ['update-restart', 'component controller, number 2, way physical-presence'])
  assert.equal(tried['controller']?.running, 1)
  const kept = after(tried, ['update-kept', 'component controller, number 2'])
  assert.deepEqual(kept['controller'], { running: 2, last: 'kept', number: 2, failed: false, at: 7 })
})

test('softwareAfter() says what failed and why, until something goes well again', () => {
  const running = after({}, ['update-kept', 'component controller, number 2'])
  const refused = after(running, ['update-refused', 'component controller, code UPDATE_IMAGE_ALTERED'])
  assert.deepEqual(refused['controller'], {
    ...{ running: 2, last: 'refused', code: 'UPDATE_IMAGE_ALTERED', failed: true, at: 7 },
  })
  const returned = after(refused, ['update-returned', 'component controller, number 3'])
  assert.deepEqual(returned['controller'], { running: 2, last: 'returned', number: 3, failed: true, at: 7 })
  assert.equal(after(returned, ['update-unhealthy', 'component controller'])['controller']?.failed, true)
  const whole = after(returned, ['update-refused', 'code UPDATE_STATE_ROLLED_BACK'])
  assert.deepEqual(whole[''], { last: 'refused', code: 'UPDATE_STATE_ROLLED_BACK', failed: true, at: 7 })
  const well = after(whole, ['update-up-to-date', 'component controller, number 2'])
  assert.deepEqual(Object.keys(well), ['controller'])
  assert.equal(well['controller']?.failed, false)
})

test('softwareAfter() leaves out what is no outcome of an updater, and more components than a device has', () => {
  for (const [kind, detail] of [
    ['update-exploded', 'component controller'],
    ['command-refused', 'component controller, number 2'],
    ['update-kept', 'component __proto__, number 2'],
    ['update-kept', 'component Anna Meyer, number 2'],
    ['update-kept', 'component controller, number 2, code rm -rf'],
    ['update-kept', 'component controller, number -2'],
    ['update-kept', 'component controller, number 2\n'],
    ['update-kept', 'number 2, component controller'],
  ] as const)
    assert.deepEqual(after({}, [kind, detail]), {}, detail)
  const many = Array.from(
    { length: 3 * componentsMax },
    (_, index) => ['update-kept', `component c${index}, number 1`] as const,
  )
  const full = after({}, ...many)
  assert.equal(Object.keys(full).length, componentsMax)
  assert.equal(after(full, ['update-kept', 'component c0, number 2'])['c0']?.running, 2)
})
