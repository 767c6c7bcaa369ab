import test from 'node:test'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { fromUtf8 } from '@pericard/base'
import { hybridRoleSchema } from '@pericard/base/hybrid'
import { type Applied, applySnapshot, openSnapshot } from '../src/index.ts'
import { contentBytes } from '../src/snapshot/content.ts'

interface Case {
  readonly name: string
  readonly apply: readonly string[]
  /** What is done to the last file. */
  readonly flip?: { readonly byte: number; readonly bit: number }
  readonly cut?: number
  readonly gives?: string
  readonly refused?: string
}

const folder = new URL('../../../conformance/soup/snapshot/', import.meta.url)
const file = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, folder)))
const json = (name: string): unknown => JSON.parse(fromUtf8(file(name)) ?? '') as unknown
const role = hybridRoleSchema.parse(json('trust.json'))

function bytesOf(name: string, { flip, cut }: Case): Uint8Array {
  const bytes = file(name)
  if (flip !== undefined) bytes[flip.byte] = (bytes[flip.byte] ?? 0) ^ (1 << flip.bit)
  return bytes.subarray(0, cut ?? bytes.length)
}

const cases = json('cases.json') as readonly Case[]
assert.ok(cases.length >= 10)
for (const vector of cases) {
  test(`snapshot vector: ${vector.name}`, () => {
    let current: Applied | undefined
    for (const name of vector.apply.slice(0, -1))
      current = applySnapshot(openSnapshot(file(name), role), current)
    const last = bytesOf(vector.apply.at(-1) ?? '', vector)
    const work = (): Applied => applySnapshot(openSnapshot(last, role), current)
    if (vector.refused !== undefined) assert.throws(work, { code: vector.refused })
    else assert.deepEqual(Buffer.from(contentBytes(work().lines)), Buffer.from(file(vector.gives ?? '')))
  })
}
