import test from 'node:test'
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'

const text = readFileSync('ARCHITECTURE.md', 'utf8')

test('ARCHITECTURE.md names every package, app, port and decision, and stays short', () => {
  const names = globSync('{packages,apps}/*').map((path) => path.split('/')[1] ?? '')
  for (const name of names) assert.match(text, new RegExp(`\\b${name}\\b`), name)
  for (const contract of globSync('packages/*/src/**/*.contract.ts')) {
    assert.ok(text.includes(contract.split('/').at(-1) ?? contract), contract)
  }
  for (const decision of globSync('docs/decisions/*.md')) assert.ok(text.includes(decision), decision)
  assert.ok(text.split('\n').length < 250)
})

test('every package says in a README what it is and what it never does', () => {
  for (const folder of globSync('packages/*')) {
    assert.match(readFileSync(`${folder}/README.md`, 'utf8'), /never/i, folder)
  }
})
