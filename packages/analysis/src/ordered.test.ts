import test from 'node:test'
import assert from 'node:assert/strict'
import { device } from '../test/device.ts'
import { orderedFile } from './ordered.ts'

test('orderedFile() puts elements and lists of ids in order by code unit, lists inside elements too', () => {
  const { components, controls } = orderedFile(
    device({
      components: [{ id: 'b', isolatedBy: ['y', 'x'] }, { id: 'B' }, { id: 'a' }],
      controls: ['y', { id: 'x', restsOn: { soup: ['t', 's'], keys: [], roles: [], controls: [] } }],
    }),
  )
  assert.deepEqual(
    components.map(({ id }) => id),
    ['B', 'a', 'b'],
  )
  assert.deepEqual(components[2]?.isolatedBy, ['x', 'y'])
  assert.deepEqual(
    controls.map(({ id }) => id),
    ['x', 'y'],
  )
  assert.deepEqual(controls[0]?.restsOn.soup, ['s', 't'])
})

test('orderedFile() leaves the file that it is given as it was, and copies no element that is in order', () => {
  const file = device({ components: [{ id: 'b', soup: ['t', 's'] }, { id: 'a' }], soup: ['s', 't'] })
  const { components } = orderedFile(file)
  assert.deepEqual(
    file.components.map(({ id }) => id),
    ['b', 'a'],
  )
  assert.deepEqual(file.components[0]?.soup, ['t', 's'])
  assert.equal(components[0], file.components[1])
})
