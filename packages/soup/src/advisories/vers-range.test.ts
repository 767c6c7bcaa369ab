import test from 'node:test'
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { verdictOf } from '../affects.ts'
import { type VersComparator, versContains, versOf } from '../vers.ts'
import { noVersions } from './reading.ts'
import { rangeOfVers } from './vers-range.ts'

const version = fc.constantFrom('0', '0.1.0', '1.0.0', '1.5.0', '2.0.0', '2.5.0', '3.0.0', '4.0.0')
const constraint = fc.record({
  comparator: fc.constantFrom<VersComparator>('=', '!=', '<', '<=', '>', '>='),
  version: version.filter((each) => each !== '0'),
})

test('a vers range as events holds the versions that the range holds', () => {
  let held = 0
  fc.assert(
    fc.property(
      fc.uniqueArray(constraint, { minLength: 1, maxLength: 5, selector: (each) => each.version }),
      version,
      (constraints, each) => {
        const vers = versOf('semver', constraints)
        if (!vers.ok) return
        const range = rangeOfVers(vers.range)
        assert.ok(range !== undefined)
        const entry = { ecosystem: 'npm', name: 'a', ranges: [range], versions: noVersions }
        const inside = versContains(vers.range, each)
        if (inside === true) held++
        assert.equal(verdictOf(entry, each), inside === true ? 'affected' : 'not-affected')
      },
    ),
    { numRuns: 5000 },
  )
  assert.ok(held > 500)
})

test('every version, and every version but one, are ranges too; a scheme without an order here is none', () => {
  const of = (comparator: VersComparator, text: string): unknown => {
    const vers = versOf('pypi', [{ comparator, version: text }])
    return vers.ok ? rangeOfVers(vers.range) : undefined
  }
  assert.deepEqual(of('*', ''), { order: 'PyPI', events: [{ kind: 'introduced', version: '0' }] })
  assert.deepEqual(of('!=', '2'), {
    order: 'PyPI',
    events: [
      { kind: 'introduced', version: '0' },
      { kind: 'fixed', version: '2' },
      { kind: 'above', version: '2' },
    ],
  })
  const intdot = versOf('intdot', [{ comparator: '<', version: '2' }])
  assert.ok(intdot.ok)
  assert.equal(rangeOfVers(intdot.range), undefined)
})
