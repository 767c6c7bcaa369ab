import test from 'node:test'
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { rules } from './index.ts'

const files = readdirSync(import.meta.dirname).filter(
  (name) => name !== 'index.ts' && name !== 'index.test.ts',
)

test('rules lists every rule file under the id that is its name, in order', () => {
  const named = files.filter((name) => !name.endsWith('.test.ts')).map((name) => name.replace(/\.ts$/, ''))
  assert.deepEqual(
    rules.map(({ id }) => id),
    named.sort(),
  )
})

test('every rule has a test of its own and a card that is filled in', () => {
  for (const rule of rules) {
    assert.ok(files.includes(`${rule.id}.test.ts`), `${rule.id} has no test`)
    for (const part of [rule.title, rule.goesWrong, rule.mitigation, rule.verify, rule.falseAlarm])
      assert.ok(part.length > 0, `the card of ${rule.id} is not filled in`)
  }
})
