/** The attacks on updates against the guard's own updater, in its sandbox and through its relay. */
import assert from 'node:assert/strict'
import test from 'node:test'
import { layerStates } from '@pericard/guard'
import { probeById, type ProbeTarget, probes } from '@pericard/probes'
import { readDeviceFile } from './device-file.ts'
import { updateTarget } from './update-target.ts'

const missing = layerStates().filter(({ there, required }) => required && !there)
const lacks = missing.map(({ layer, because }) => `${layer} (${because})`).join(', ')
const skip = missing.length > 0 ? `this machine lacks ${lacks}` : false
const parsed = readDeviceFile('examples/infusion-pump/device.yaml')
assert.ok(parsed.ok)
const deviceFile = parsed.file
const update = updateTarget(deviceFile)
const attacks = probes.map(({ id }) => id).filter((id) => id.startsWith('update-'))

for (const id of attacks)
  test(`the updater holds against ${id}`, { skip }, async () => {
    assert.ok(update)
    const target: ProbeTarget = { deviceFile, fleet: {}, now: 0, update }
    const found = await probeById(id)?.run(target)
    assert.equal(found?.result, 'held', found?.saw)
  })

test('an honest mirror gets its release through: what holds above is not an updater that takes nothing', {
  skip,
}, async (t) => {
  const field = await update?.field(1)
  assert.ok(field)
  t.after(() => field.end())
  await field.publish(2)
  const files = field.files()
  const { event, switched, wrote } = await field.offer((name) => files.get(name))
  assert.deepEqual({ event, switched, wrote }, { event: 'restart', switched: true, wrote: true })
})

test('a device file without updates over the network has no updater to attack', () => {
  assert.equal(updateTarget({ ...deviceFile, updates: [] }), undefined)
})
