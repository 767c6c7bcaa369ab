import test from 'node:test'
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'

const main = join(import.meta.dirname, 'main.ts')
const verbs = readdirSync(join(import.meta.dirname, 'verbs'))
  .filter((name) => !name.endsWith('.test.ts'))
  .map((name) => name.replace(/\.ts$/, ''))

function pericard(...args: string[]): { status: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' })
  return { status, out: stdout, err: stderr }
}

test('pericard --help lists every verb that has a file', () => {
  const { status, out } = pericard('--help')
  assert.equal(status, 0)
  for (const verb of verbs) assert.match(out, new RegExp(`^ {2}${verb}\\b`, 'm'))
})

test('pericard loads the one verb that is asked for, and knows a slip of the pen', () => {
  assert.match(pericard('diff', '--help').out, /^Usage: pericard diff /)
  const { status, err } = pericard('chek')
  assert.equal(status, 2)
  assert.match(err, /Did you mean check/)
})
