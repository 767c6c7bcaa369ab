/** The walk-through of docs/guides/overdose.md, run as its reader would. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import test from 'node:test'
import { fileURLToPath } from 'node:url'
import { layerStates } from '@pericard/guard'

const main = fileURLToPath(new URL('main.ts', import.meta.url))
const taken = fileURLToPath(new URL('function.ts', import.meta.url))
const lacks = layerStates().filter(({ there, required }) => required && !there)
const skip = lacks.length > 0 ? `this machine lacks ${lacks.map(({ layer }) => layer).join(', ')}` : false

function run(...args: string[]): { status: number | null; said: string } {
  return runProgram(main, ...args)
}

function runProgram(program: string, ...args: string[]): { status: number | null; said: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    ...{ encoding: 'utf8', timeout: 60_000 },
    env: { ...process.env, NODE_NO_WARNINGS: '1' },
  })
  return { status, said: `${stdout}\n${stderr}` }
}

const outcome = (line: string): string => line.slice(60).trim()

test('the courier is taken over only for whoever says so', () => {
  const { status, said } = run()
  assert.equal(status, 2)
  assert.match(said, /--take-over-the-courier/)
  assert.ok(!existsSync('/tmp/pericard-overdose'))
})

test('whoever has the courier, or the touch screen, overdoses nobody', { skip }, () => {
  const { status, said } = run('--take-over-the-courier')
  assert.equal(status, 0, said)
  const lines = said.split('\n').filter((line) => line.startsWith('  '))
  const from = (title: string): string => said.slice(said.indexOf(title))
  assert.ok(!said.includes('GOT THROUGH'), said)
  const attack = from('Inside the courier').split('\n').slice(1, 12).map(outcome)
  assert.equal(attack.filter((how) => /^(?:sent; nobody|refused: |it sees none)/.test(how)).length, 11, said)
  assert.match(said, /courier: message-dropped/)
  const accepted = lines
    .filter((line) => outcome(line) === 'accepted')
    .map((line) => line.trim().split(/ {2}/)[0])
  assert.deepEqual(accepted, ['start at 20 mL/h', 'a bolus of 10 mL', 'stop, which is never refused'])
  assert.match(said, /After the attack from the courier: the pump is running, was started 1 time/)
})

test('the guide shows what it says today', { skip }, () => {
  const guide = readFileSync(new URL('../../../docs/guides/overdose.md', import.meta.url), 'utf8')
  const { said } = run('--take-over-the-courier')
  for (const line of said
    .split('\n')
    .filter((each) => /^ {2}\S.*(?:refused|accepted|sent;|it sees)/.test(each)))
    assert.ok(guide.includes(line), `the guide lacks: ${line}`)
})

test('whoever has the function itself gets the fallback and nothing more, as the guide shows', {
  skip,
}, () => {
  assert.equal(runProgram(taken).status, 2)
  const { status, said } = runProgram(taken, '--take-over-the-function')
  assert.equal(status, 0, said)
  const guide = readFileSync(new URL('../../../docs/guides/overdose.md', import.meta.url), 'utf8')
  for (const line of said.trimEnd().split('\n'))
    assert.ok(guide.includes(`\n${line}\n`), `the guide lacks: ${line}`)
  assert.match(said, /fallback-took-over mode=running ml_per_h=5\n/)
})
