import test from 'node:test'
import assert from 'node:assert/strict'
import { analyse } from '@pericard/analysis'
import type { DeviceFile } from '@pericard/model'
import { viewsOf } from '@pericard/report'
import { device } from '../../analysis/test/device.ts'
import { largeDevice } from './large.ts'

const now = Date.UTC(2026, 0, 1)

async function picturesOf(file: DeviceFile): Promise<string[]> {
  const views = await viewsOf(file, analyse(file, { now }))
  return views.flatMap(({ pictures }) => pictures.map(({ svg }) => svg))
}

test('viewsOf() gives the same bytes for the same file', async () => {
  const file = largeDevice(20)
  assert.deepEqual(await picturesOf(file), await picturesOf(file))
})

test('viewsOf() draws every component and numbers every interface', async () => {
  const file = largeDevice(20)
  const [view] = await viewsOf(file, analyse(file, { now }), ['global'])
  const svg = view?.pictures[0]?.svg ?? ''
  const words = svg.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
  for (const { name } of file.components) assert.ok(words.includes(name.split(' ').at(-1) ?? ''), name)
  for (const [index, { id }] of file.interfaces.entries()) assert.ok(words.includes(`${index + 1} ${id}`), id)
})

test('a component that no update reaches stands out in the update view, and only that', async () => {
  const file = device({
    components: [{ id: 'pump' }, { id: 'sensor' }],
    interfaces: [{ id: 'stick', from: 'pump', to: 'pump' }],
    updates: [{ id: 'by-stick', components: ['pump'], interface: 'stick', verifiedBy: [], signedWith: [] }],
  })
  const [view] = await viewsOf(file, analyse(file, { now }), ['update'])
  assert.match(view?.about ?? '', /No declared update reaches sensor:/)
  assert.equal(view?.pictures[0]?.svg.match(/NO UPDATE PATH/g)?.length, 1)
  assert.match(view?.pictures[0]?.svg ?? '', /Nobody signs/)
})

test('a shared key leads to what its leak opens on every device; a key of one device does not show', async () => {
  const file = device({
    device: { fleetSize: 300 },
    components: [{ id: 'store', storage: { media: 'internal', encryption: 'vault' } }],
    data: [{ id: 'records', kind: 'phi', at: ['store'], records: 7, why: 'care', keep: 1 }],
    keys: [
      { id: 'same-everywhere', scope: 'model', at: [] },
      { id: 'of-one-device', scope: 'device', at: [] },
    ],
    vault: { unlock: ['same-everywhere'] },
  })
  const [view] = await viewsOf(file, analyse(file, { now }), ['multi-patient'])
  const svg = view?.pictures[0]?.svg ?? ''
  assert.match(svg, />same-everywhere</)
  assert.doesNotMatch(svg, /of-one-device/)
  assert.match(svg, /2,100 records/)
})

test('names that are markup come out inert in every picture', async () => {
  const nasty = '<script>alert(1)</script>"\'&\u202e\u0000]]>'
  const file = device({
    device: { name: nasty },
    components: [
      { id: 'a', name: nasty },
      { id: 'b', name: nasty, external: true, kind: 'server', zone: nasty },
    ],
    interfaces: [{ id: 'link', from: 'a', to: 'b', protocol: nasty, carries: ['d'], reach: 'internet' }],
    data: [{ id: 'd', kind: 'phi', at: ['a'], why: nasty }],
    updates: [{ id: 'u', components: [], interface: 'link', way: 'remote' }],
    useCases: [{ id: 'c', name: nasty, state: 'standby', interfaces: ['link'], purpose: nasty }],
  })
  for (const svg of await picturesOf(file)) {
    assert.ok(!svg.includes('<script'), svg.slice(0, 200))
    for (const mark of ['\u0000', '\u202e']) assert.ok(!svg.includes(mark))
    assert.match(svg, /&lt;script/)
    assert.doesNotMatch(
      svg.replace(/<style>[^]*<\/style>/, '').replaceAll('http://www.w3.org/2000/svg', ''),
      /https?:|url\(|<image|href/,
    )
  }
})

test('use cases follow the file where it declares them, and from its interfaces where not', async () => {
  const parts = {
    components: [{ id: 'screen' }, { id: 'pump' }, { id: 'nurse', external: true }],
    interfaces: [
      { id: 'panel', from: 'nurse', to: 'screen', commands: ['dose'] },
      { id: 'bus', from: 'screen', to: 'pump', commands: ['dose'] },
    ],
    functions: [{ id: 'dose', component: 'pump' }],
  }
  const derived = device(parts)
  const [view] = await viewsOf(derived, analyse(derived, { now }), ['use-cases'])
  assert.match(view?.about ?? '', /declares no use cases/)
  assert.deepEqual(view?.tables[0]?.rows[0]?.slice(1, 3), ['programming', 'panel, bus'])
  const declared = device({
    ...parts,
    useCases: [{ id: 'boot', name: 'Boot', state: 'power-on', interfaces: ['bus'], purpose: 'Self test' }],
  })
  const [own] = await viewsOf(declared, analyse(declared, { now }), ['use-cases'])
  assert.deepEqual(
    own?.pictures.map(({ id }) => id),
    ['use-cases-power-on'],
  )
  assert.match(own?.about ?? '', /Nothing is shown for standby, /)
})

test('a large device is drawn in levels, a huge one without the whole, and no name of the file becomes the name of a picture', async () => {
  const idsOf = async (file: DeviceFile): Promise<string[]> => {
    const views = await viewsOf(file, analyse(file, { now }), ['global'])
    return views.flatMap(({ pictures }) => pictures.map(({ id }) => id))
  }
  assert.deepEqual(await idsOf(largeDevice(20)), ['global'])
  const details = ['global-computer-1', 'global-computer-2', 'global-computer-3']
  assert.deepEqual(await idsOf(largeDevice(50)), ['global-overview', ...details, 'global'])
  assert.ok(!(await idsOf(largeDevice(160))).includes('global'))
  assert.deepEqual(await idsOf(largeDevice(600)), [], 'more computers than an overview can name')
  const sly = largeDevice(50)
  const renamed = sly.components.map((one) => ({ ...one, host: `../../${one.host}` }))
  assert.deepEqual(await idsOf({ ...sly, components: renamed }), ['global-overview', ...details, 'global'])
})

test('the overview names every interface between two computers by its number', async () => {
  const file = device({
    components: Array.from({ length: 31 }, (_, index) => ({
      id: `c${index}`,
      host: index < 16 ? 'left' : 'right',
    })),
    interfaces: [
      { id: 'inside', from: 'c0', to: 'c1' },
      { id: 'across', from: 'c0', to: 'c30', carries: ['d'] },
      { id: 'again', from: 'c3', to: 'c30', reach: 'wireless' },
    ],
    data: [{ id: 'd', kind: 'phi', at: ['c0'] }],
  })
  const [view] = await viewsOf(file, analyse(file, { now }), ['global'])
  assert.match(view?.pictures[0]?.svg ?? '', />interfaces 2, 3<[^]*>wireless<[^]*>PHI</)
})
