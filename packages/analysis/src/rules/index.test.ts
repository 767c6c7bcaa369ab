import test from 'node:test'
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ruleGroups, rules } from './index.ts'

const groups = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)

test('every folder of rules is listed, and lists each of its files under the id that is its name, in order', () => {
  assert.deepEqual(Object.keys(ruleGroups).sort(), groups.sort())
  for (const group of groups) {
    const files = readdirSync(join(import.meta.dirname, group)).filter((name) => name !== 'index.ts')
    const named = files.filter((name) => !name.endsWith('.test.ts')).map((name) => name.replace(/\.ts$/, ''))
    assert.deepEqual(
      ruleGroups[group]?.map(({ id }) => id),
      named.sort(),
      `folder ${group}`,
    )
  }
})

test('every rule has a test of its own that shows it firing and staying silent, and a card that is filled in', () => {
  for (const [group, members] of Object.entries(ruleGroups)) {
    for (const rule of members) {
      const text = readFileSync(join(import.meta.dirname, group, `${rule.id}.test.ts`), 'utf8')
      assert.match(text, /fires/, `${rule.id} is not shown firing`)
      assert.match(text, /silent/i, `${rule.id} is not shown silent`)
      for (const part of [rule.title, rule.goesWrong, rule.mitigation, rule.verify, rule.falseAlarm])
        assert.ok(part.length > 0, `the card of ${rule.id} is not filled in`)
    }
  }
})

test('rule ids are unique', () => {
  assert.equal(new Set(rules.map(({ id }) => id)).size, rules.length)
})
