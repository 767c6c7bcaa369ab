import test from 'node:test'
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { Coverage } from './coverage.ts'

const anySet = fc
  .uniqueArray(fc.integer({ min: 1, max: 5 }), { maxLength: 3 })
  .map((set) => set.toSorted((a, b) => a - b))
const anyEntry = fc.record({
  fact: fc.nat(2),
  set: anySet.filter((set) => set.length < 3),
  who: fc.integer({ min: 1, max: 7 }),
})

test('Coverage.within() gives everybody who gets to the fact by some of the events, and nobody else', () => {
  fc.assert(
    fc.property(fc.array(anyEntry), fc.nat(2), anySet, (entries, asked, happened) => {
      const coverage = new Coverage(3)
      for (const { fact, set, who } of entries) coverage.add(fact, set[0] ?? 0, set[1] ?? 0, who)
      const able = entries.filter(
        ({ fact, set }) => fact === asked && set.every((event) => happened.includes(event)),
      )
      const [a = 0, b = 0, c = 0] = happened
      assert.equal(
        coverage.within(asked, a, b, c),
        able.reduce((all, { who }) => all | who, 0),
      )
    }),
  )
})
