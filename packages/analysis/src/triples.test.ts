import test from 'node:test'
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { Triples } from './triples.ts'

test('Triples.number() numbers triples in the order in which they are named, through every growth of the table', () => {
  const triples = new Triples()
  for (let index = 0; index < 20_000; index++)
    assert.equal(triples.number(index % 50, index, index >> 3), index)
  assert.equal(triples.count, 20_000)
  for (let index = 0; index < 20_000; index++) {
    assert.equal(triples.find(index % 50, index, index >> 3), index)
    assert.deepEqual(
      [0, 1, 2].map((place) => triples.at(index, place)),
      [index % 50, index, index >> 3],
    )
  }
  assert.equal(triples.find(0, 1, 0), -1)
})

test('Triples.number() gives a known triple its number again, and Triples.find() adds none', () => {
  const integer = fc.nat(3)
  fc.assert(
    fc.property(fc.array(fc.tuple(integer, integer, integer)), (named) => {
      const triples = new Triples()
      const known: string[] = []
      for (const [x, y, z] of named) {
        const key = `${x} ${y} ${z}`
        assert.equal(triples.find(x, y, z), known.indexOf(key))
        if (!known.includes(key)) known.push(key)
        assert.equal(triples.number(x, y, z), known.indexOf(key))
      }
      assert.equal(triples.count, known.length)
    }),
  )
})
