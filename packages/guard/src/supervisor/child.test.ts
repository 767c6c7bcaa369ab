/** Processes of the guard that were taken over, in the courier's own sandbox: what they can do to the supervisor. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type TestContext } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import type { Message } from '../channel.ts'
import { type Layer, layerStates } from '../sandbox/layers.ts'
import { GuardChild } from './child.ts'
import { childProfile } from './profiles.ts'

const missing = layerStates().filter(({ there, required }) => required && !there)
const lacks = missing.map(({ layer, because }) => `${layer} (${because})`).join(', ')
const skip = missing.length > 0 ? `this machine lacks ${lacks}` : false

interface Taken {
  readonly child: GuardChild
  readonly messages: Message[]
  readonly ends: string[]
  readonly starts: () => number
}

/** Starts a program in the courier's place. */
function takenOver(t: TestContext, program: string): Taken {
  const folder = mkdtempSync(join(tmpdir(), 'pericard-taken-'))
  const main = join(folder, 'main.js')
  writeFileSync(main, program)
  const profile = childProfile('courier', folder)
  const [messages, ends]: [Message[], string[]] = [[], []]
  let starts = 0
  const child = new GuardChild({
    ...{ name: 'courier', main, profile: { ...profile, readOnly: [...profile.readOnly, folder] } },
    layers: layerStates().flatMap(({ layer, there }): Layer[] => (there ? [layer] : [])),
    onStart: () => starts++,
    onMessage: (_, message) => messages.push(message),
    onEnd: (_, how) => ends.push(how),
  })
  t.after(async () => {
    await child.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  return { child, messages, ends, starts: () => starts }
}

async function until(what: string, holds: () => boolean): Promise<void> {
  for (let look = 0; look < 200 && !holds(); look++) await pause(50)
  assert.ok(holds(), `waited in vain for ${what}`)
}

const write = (bytes: string): string =>
  `require('node:fs').writeSync(3, ${bytes}); setInterval(() => {}, 1000)`

test('a frame that is too long, or no JSON, or no message, never reaches anybody, and the first two end the process', {
  skip,
}, async (t) => {
  const long = takenOver(t, write('Buffer.from([0xff, 0xff, 0xff, 0xff, 0])'))
  const garbage = takenOver(t, write("Buffer.concat([Buffer.from([0, 0, 0, 4]), Buffer.from('{{{{')])"))
  const untyped = takenOver(t, write("Buffer.concat([Buffer.from([0, 0, 0, 2]), Buffer.from('[]')])"))
  for (const [name, taken] of Object.entries({ long, garbage }))
    await until(`a second start after a ${name} frame`, () => taken.starts() > 1)
  assert.deepEqual([...long.messages, ...garbage.messages, ...untyped.messages], [])
  assert.equal(untyped.starts(), 1)
})

test('a process that does not read cannot make its supervisor keep more than its queue', {
  skip,
}, async (t) => {
  const { child } = takenOver(t, 'setInterval(() => {}, 1000)')
  const message = { type: 'call', body: 'x'.repeat(512 * 1024) }
  const taken = Array.from({ length: 200 }, () => child.send(message)).filter(Boolean).length
  assert.ok(taken > 0 && taken < 40, `${taken} of 200 messages of 512 KiB were kept`)
})

test('a process that was ended comes back and is told again what it needs', { skip }, async (t) => {
  const { child, starts, ends } = takenOver(t, 'setInterval(() => {}, 1000)')
  child.kill()
  await until('a second start', () => starts() > 1)
  assert.deepEqual(ends, ['SIGKILL'])
})
