import test from 'node:test'
import assert from 'node:assert/strict'
import { device, type DeviceParts } from '../test/device.ts'
import { analyse } from './analyse.ts'
import { explain, type Explanation } from './explain.ts'

const parts: DeviceParts = {
  components: [{ id: 'store', soup: ['sqlite'], isolatedBy: ['pin'] }, { id: 'clock' }],
  data: [{ id: 'doses', at: ['store'] }],
  interfaces: [
    { id: 'api', to: 'store', reach: 'ward-network', authentication: ['pin', 'paper'] },
    { id: 'time', to: 'clock', reach: 'ward-network' },
  ],
  soup: ['sqlite'],
  controls: ['pin', { id: 'paper', enforcement: { by: 'procedure' } }],
}

function explained(asset: string): Explanation | undefined {
  const file = device(parts)
  const at = (level: 'declared' | 'enforced' | 'proven'): ReturnType<typeof analyse> =>
    analyse(file, { now: 0, level })
  const levels = { declared: at('declared'), enforced: at('enforced'), proven: at('proven') }
  return explain(file, levels, levels.declared, asset, 0)
}

test('explain() gives the depth at three levels, every cut set and the smallest change', () => {
  const disclosed = explained('doses')?.goals.find(({ result }) => result.goal === 'disclosed')
  assert.deepEqual(disclosed?.depths, { declared: 2, enforced: 1, proven: 0 })
  assert.deepEqual(
    disclosed?.result.cutSets.map(({ events }) => events),
    [
      ['control:paper', 'control:pin'],
      ['control:pin', 'soup:sqlite'],
    ],
  )
  assert.equal(disclosed?.raise?.to, 3)
})

test('explain() says why rules stay silent on what concerns the asset, and leaves the rest out', () => {
  const found = explained('doses')
  assert.ok(found?.elements.includes('interfaces.api') && !found.elements.includes('interfaces.time'))
  const silence = found?.silences.find(
    ({ rule, element }) => rule === 'unsupported-soup' && element === 'soup.sqlite',
  )
  assert.match(silence?.because ?? '', /support is maintained/)
  assert.ok(!found?.silences.some(({ element }) => element === 'interfaces.time'))
})

test('explain() knows no asset that the file has no goal for', () => {
  assert.equal(explained('nothing'), undefined)
})
