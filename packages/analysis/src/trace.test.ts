import test from 'node:test'
import assert from 'node:assert/strict'
import { device, type DeviceParts } from '../test/device.ts'
import { analyse } from './analyse.ts'
import { type Orphan, type Proofs, type Trace, traceOf } from './trace.ts'

const whole: DeviceParts = {
  components: [{ id: 'store' }],
  data: [{ id: 'doses', at: ['store'] }],
  interfaces: [{ id: 'api', to: 'store', reach: 'ward-network', authentication: ['pin', 'badge'] }],
  controls: ['pin', 'badge'],
}
const proven: Proofs = { proven: ['pin', 'badge'], failed: [], probes: ['tls-downgrade'] }

function trace(parts: DeviceParts, proofs: Proofs = proven): Trace {
  const file = device(parts)
  return traceOf(file, analyse(file, { now: 0 }), proofs)
}

function orphans(kind: Orphan['kind'], parts: DeviceParts, proofs: Proofs = proven): string[] {
  return trace(parts, proofs)
    .orphans.filter((orphan) => orphan.kind === kind)
    .map(({ element }) => element)
}

test('traceOf() follows an asset through event, control and probe to its evidence, with nothing loose', () => {
  const { rows, orphans: loose } = trace(whole)
  assert.deepEqual(loose, [])
  assert.deepEqual(
    rows.find(({ goal, control }) => goal === 'disclosed' && control === 'pin'),
    {
      asset: 'doses',
      goal: 'disclosed',
      event: 'control:pin',
      control: 'pin',
      enforcement: 'mechanism: tests',
      probes: ['tls-downgrade'],
      evidence: 'held',
    },
  )
})

test('traceOf() names a control that stands in no attack, is enforced by nobody, or names no probe', () => {
  const controls = [
    'pin',
    'badge',
    'idle',
    { id: 'paper', enforcement: { by: 'nobody' as const } },
    { id: 'bare', probes: [] },
  ]
  assert.deepEqual(orphans('control-without-threat', { ...whole, controls }), [
    'controls.idle',
    'controls.paper',
    'controls.bare',
  ])
  assert.deepEqual(orphans('control-without-enforcement', { ...whole, controls }), ['controls.paper'])
  assert.deepEqual(orphans('control-without-probe', { ...whole, controls }), ['controls.bare'])
})

test('traceOf() names a probe that does not exist, and one whose evidence is missing or stale', () => {
  assert.deepEqual(orphans('probe-unknown', whole, { ...proven, probes: [] }), ['tls-downgrade'])
  assert.deepEqual(orphans('probe-without-evidence', whole, { ...proven, proven: ['pin'] }), [
    'controls.badge',
  ])
  const { rows } = trace(whole, { ...proven, proven: ['pin'], failed: ['badge'] })
  assert.ok(rows.some(({ control, evidence }) => control === 'badge' && evidence === 'failed'))
})

test('traceOf() names a failure that alone reaches a goal and that no control answers for', () => {
  const parts: DeviceParts = {
    ...whole,
    components: [{ id: 'store', soup: ['parser'] }],
    interfaces: [
      {
        id: 'api',
        to: 'store',
        reach: 'ward-network',
        authentication: ['pin', 'badge'],
        parsedBy: ['parser'],
      },
    ],
    soup: ['parser'],
  }
  assert.deepEqual(orphans('event-without-control', parts), ['soup.parser'])
  const confined = { ...parts, components: [{ id: 'store', soup: ['parser'], isolatedBy: ['badge'] }] }
  assert.deepEqual(orphans('event-without-control', confined), [])
})
