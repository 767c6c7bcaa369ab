import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { escapes } from './index.ts'

test('the table of the specification names each attack with what it tries, from where, and what stops it', () => {
  const spec = readFileSync(new URL('../../../../../docs/specs/sandbox.md', import.meta.url), 'utf8')
  const found = spec
    .split('\n')
    .filter((line) => /^\| `[a-z0-9-]+` \| .* \| (?:both|courier|function) \|/.test(line))
  const wanted = escapes.map(({ id, tries, from, stoppedBy, unsafe }) => {
    const place = from.length === 2 ? 'both' : from[0]
    return `| \`${id}\` | ${tries} | ${place} | ${stoppedBy.join(', ') || '-'} | ${unsafe ?? ''} |`
  })
  assert.deepEqual(found, wanted)
})
