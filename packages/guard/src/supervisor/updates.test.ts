import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { type DeviceFile, parseDeviceFile } from '@pericard/model'
import type { Message } from '../channel.ts'
import type { GateStatus } from '../gate/gate.ts'
import { Updates } from './updates.ts'

function pump(when: 'idle-only' | 'any-time' = 'idle-only'): DeviceFile {
  const url = new URL('../../../../examples/infusion-pump/device.yaml', import.meta.url)
  const parsed = parseDeviceFile(readFileSync(url, 'utf8'), { file: 'device.yaml' })
  assert.ok(parsed.ok)
  return { ...parsed.file, updates: parsed.file.updates.map((update) => ({ ...update, when })) }
}
const idle: GateStatus = {
  ...{
    function: 'deliver-drug',
    mode: 'stopped',
    alive: true,
    heartbeats: 9,
    starts: 1,
    staysSafe: false,
    runs: 'program' as const,
  },
}

function updates(
  states: readonly (GateStatus | undefined)[],
  file = pump(),
): { updates: Updates; answers: Message[]; logged: string[] } {
  const [answers, logged]: [Message[], string[]] = [[], []]
  const made = new Updates({
    ...{ file, gates: () => Promise.resolve(states), answer: (message) => answers.push(message) },
    log: (level, event, detail) => logged.push(`${level} ${event} ${JSON.stringify(detail)}`),
  })
  return { updates: made, answers, logged }
}

async function mayInstall(
  states: readonly (GateStatus | undefined)[],
  step: 'write' | 'switch',
  file = pump(),
  component = 'controller',
): Promise<unknown> {
  const { updates: asked, answers } = updates(states, file)
  await asked.onMessage({ type: 'may-install', id: 1, step, component, way: 'remote' })
  return answers[0]?.['yes']
}

test('the function decides when: idle it lets an update go on, delivering or silent it does not', async () => {
  assert.equal(pump().functions[0]?.envelope.initialState, 'stopped')
  for (const step of ['write', 'switch'] as const) {
    assert.equal(await mayInstall([idle], step), true)
    assert.equal(await mayInstall([{ ...idle, mode: 'running' }], step), false)
    assert.equal(await mayInstall([undefined], step), false)
    assert.equal(await mayInstall([], step), false)
  }
  // What may be taken at any time may be written at any time, and still changes the next start only while all are idle.
  assert.equal(await mayInstall([{ ...idle, mode: 'running' }], 'write', pump('any-time')), true)
  assert.equal(await mayInstall([{ ...idle, mode: 'running' }], 'switch', pump('any-time')), false)
  assert.equal(await mayInstall([idle], 'write', pump(), 'no-such-component'), false)
})

test('the device works if each function runs and sends heartbeats', async () => {
  for (const [state, works] of [
    [idle, true],
    [{ ...idle, alive: false }, false],
    [{ ...idle, staysSafe: true }, false],
    [{ ...idle, heartbeats: 0 }, false],
    [undefined, false],
  ] as const) {
    const { updates: asked, answers } = updates([state])
    await asked.onMessage({ type: 'healthy', id: 7 })
    assert.deepEqual(answers, [{ type: 'answer', id: 7, yes: works }])
  }
})

test('an updater that was taken over can neither write text of its own into the log nor flood it, nor ask malformed', async () => {
  const { updates: asked, answers, logged } = updates([idle])
  for (const report of [
    { event: 'support-opened' },
    { event: 'kept', component: 'Anna Meyer' },
    { event: 'refused', code: 'patient Anna Meyer' },
    { event: 'kept', number: -1 },
  ])
    await asked.onMessage({ type: 'update', ...report })
  await asked.onMessage({
    type: 'may-install',
    id: 'x',
    step: 'write',
    component: 'controller',
    way: 'remote',
  })
  await asked.onMessage({ type: 'may-install', id: 1, step: 'write', component: 'controller', way: 'by-air' })
  await asked.onMessage({ type: 'may-install', id: 1, step: 'now', component: 'controller', way: 'remote' })
  await asked.onMessage({ type: 'healthy' })
  assert.deepEqual([answers, logged], [[], []])
  for (let count = 0; count < 10; count++)
    await asked.onMessage({
      type: 'update',
      event: 'refused',
      code: 'UPDATE_SOURCE_SLOW',
      extra: 'Anna Meyer',
    })
  assert.deepEqual(logged, ['security update-refused {"code":"UPDATE_SOURCE_SLOW"}'])
  for (let number = 0; number < 2_000; number++)
    await asked.onMessage({ type: 'update', event: 'waiting', component: 'controller', number })
  assert.equal(logged.length, 500)
})

test('the way that a component does not take, or that nobody knows, installs nothing', async () => {
  for (const [way, yes] of [
    ['remote', true],
    ['physical-presence', true],
    ['local-media', false],
    ['by-air', undefined],
  ] as const) {
    const { updates: asked, answers } = updates([idle])
    await asked.onMessage({ type: 'may-install', id: 1, step: 'write', component: 'controller', way })
    assert.equal(answers[0]?.['yes'], yes, way)
  }
})

test('the person at the device is asked one thing at a time, not for ever, and only about a release', async () => {
  const about: (readonly string[])[] = []
  const answers: Message[] = []
  let say: (yes: boolean) => void = () => undefined
  const asked = new Updates({
    ...{ file: pump(), gates: () => Promise.resolve([idle]), log: () => undefined },
    answer: (message) => answers.push(message),
    confirm: (release) => {
      about.push(release)
      return new Promise((done) => (say = done))
    },
  })
  const question = { type: 'confirm-at-device', id: 1, component: 'controller', number: 2, name: '2.0' }
  const first = asked.onMessage(question)
  await asked.onMessage({ ...question, id: 2 })
  assert.deepEqual(answers, [{ type: 'answer', id: 2, yes: false }])
  say(true)
  await first
  assert.deepEqual(answers.at(-1), { type: 'answer', id: 1, yes: true })
  assert.deepEqual(about, [['controller', '2', '2.0']])
  for (const wrong of [
    { component: '-x' },
    { number: -1 },
    { name: 'a\nb' },
    { name: '' },
    { name: '\u001b[2J' },
  ])
    await asked.onMessage({ ...question, ...wrong })
  assert.equal(answers.length, 2)
  for (let count = 0; count < 40; count++) {
    const next = asked.onMessage(question)
    say(false)
    await next
  }
  assert.equal(about.length, 20)
})

test('a device without a program to ask with confirms nothing, and one whose program fails neither', async () => {
  const question = { type: 'confirm-at-device', id: 1, component: 'controller', number: 2, name: '2.0' }
  const { updates: asked, answers } = updates([idle])
  await asked.onMessage(question)
  const failing = new Updates({
    ...{ file: pump(), gates: () => Promise.resolve([idle]), log: () => undefined },
    answer: (message) => answers.push(message),
    confirm: () => Promise.reject(new Error('not there')),
  })
  await failing.onMessage(question)
  assert.deepEqual(
    answers.map(({ yes }) => yes),
    [false, false],
  )
})

test('what a person tried at the device is logged each time, with its way', async () => {
  const { updates: asked, logged } = updates([idle])
  const report = { type: 'update', event: 'refused', component: 'controller', code: 'UPDATE_GRANT_FORGED' }
  for (let count = 0; count < 2; count++) await asked.onMessage({ ...report, way: 'physical-presence' })
  const line = '{"component":"controller","code":"UPDATE_GRANT_FORGED","way":"physical-presence"}'
  assert.deepEqual(logged, [`security update-refused ${line}`, `security update-refused ${line}`])
})
