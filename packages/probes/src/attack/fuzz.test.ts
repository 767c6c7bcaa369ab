import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import test from 'node:test'
import { target } from '../../test/twins.ts'
import type { FuzzRun, SandboxPlace } from '../probe.ts'
import { fuzzFrom } from './fuzz.ts'

const sound: FuzzRun = { accepted: 0, asked: 40, unanswered: 0, disturbed: false, noticed: 3 }

async function against(
  run: Partial<FuzzRun>,
  place: SandboxPlace = 'function',
): Promise<{ result: string; programs: string[] }> {
  const programs: string[] = []
  const fuzz = async (_: SandboxPlace, program: string): Promise<FuzzRun> => {
    programs.push(program)
    return { ...sound, ...run }
  }
  const sandbox = { fuzz, callNumber: () => 1, run: async () => ({ output: '', killed: false }) }
  const { result } = await fuzzFrom(place, { ...target({}), sandbox })
  return { result, programs }
}

test('a guard that answers on and lets nothing through holds', async () => {
  assert.equal((await against({})).result, 'held')
})

test('a command that takes effect, a question without an answer and a disturbed function each fail', async () => {
  for (const weak of [{ accepted: 1 }, { unanswered: 1 }, { disturbed: true }])
    assert.equal((await against(weak)).result, 'failed', JSON.stringify(weak))
})

test('messages that nobody noticed prove nothing', async () => {
  assert.equal((await against({ noticed: 0 })).result, 'not-run')
})

test('each program differs, says something, and says the same each time', async () => {
  for (const place of ['courier', 'function'] as const) {
    const { programs } = await against({}, place)
    assert.equal(new Set(programs).size, programs.length)
    assert.deepEqual((await against({}, place)).programs, programs)
    for (const program of programs) {
      const { error, output } = spawnSync(
        process.execPath,
        ['-e', `${program}\nsetTimeout(() => process.exit(), 200)`],
        {
          stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
        },
      )
      assert.equal(error, undefined)
      assert.equal(output[2]?.toString(), '')
      assert.ok((output[3]?.length ?? 0) > 100)
    }
  }
})
