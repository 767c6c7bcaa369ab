/** The device dies at every call that changes something, before it, after it and in the middle of a write. */
import test, { after, before } from 'node:test'
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { once } from 'node:events'
import { HttpSource } from '../src/adapters/sources.ts'
import { TestDevice } from './device.ts'
import { type Maker, startMaker } from './maker.ts'
import { type Mirror, startMirror } from './server.ts'

const worker = new URL('power-cut.worker.ts', import.meta.url).pathname
const oldImage = Buffer.from('image 1')
/** Calls of one undisturbed run, at least: if the worker counted none, nothing was cut. */
const callsMin = { apply: 14, 'after-boot': 4 }

let maker: Maker
let mirror: Mirror
let image: { path: string; bytes: Uint8Array }
before(async () => {
  maker = await startMaker()
  mirror = await startMirror(maker.repository)
  image = maker.image(2 * 1024 * 1024 + 99)
  await maker.release({ number: 2 }, image.path)
})
after(async () => {
  await mirror.close()
  maker.remove()
})

type Step = 'apply' | 'after-boot'

async function run(
  device: TestDevice,
  step: Step,
  call = 0,
  when = 'before',
): Promise<Record<string, unknown> | 'killed'> {
  const child = spawn(process.execPath, [worker, device.folder, mirror.url, step, `${call}`, when])
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)])
  const [code, signal] = await ended
  if (signal === 'SIGKILL') return 'killed'
  assert.equal(code, 0, err)
  return JSON.parse(out) as Record<string, unknown>
}

/** After any cut, the device starts an image that is whole: the old one or the new one. */
function startsWhole(device: TestDevice): void {
  device.reboot()
  const running = Buffer.from(device.running())
  assert.ok(running.equals(oldImage) || running.equals(image.bytes), 'half an image was started')
}

/** What a device does after each start, until there is nothing left to do. */
async function settle(device: TestDevice): Promise<void> {
  for (let turn = 0; turn < 6; turn++) {
    await (await device.updater()).afterBoot()
    const result = await (await device.updater()).apply('controller', new HttpSource(mirror.url))
    if (result.outcome === 'up-to-date') return
    startsWhole(device)
  }
  assert.fail('the update never came to an end')
}

async function cutAtEveryCall(step: Step): Promise<void> {
  for (let call = 1; ; call++) {
    for (const when of ['before', 'after', 'torn']) {
      const device = await new TestDevice().provision(maker.repository)
      if (step === 'after-boot') {
        await (await device.updater()).apply('controller', new HttpSource(mirror.url))
        assert.equal(device.reboot(), 'b')
      }
      const result = await run(device, step, call, when)
      if (result !== 'killed') {
        assert.ok(call > callsMin[step], `only ${call - 1} calls were cut`)
        device.remove()
        return
      }
      startsWhole(device)
      await settle(device)
      assert.ok(Buffer.from(device.running()).equals(image.bytes))
      assert.equal((await device.updater()).state.installed['controller'], 2)
      device.remove()
    }
  }
}

test('kill -9 at every call of an update: an old or new image starts, and the update comes to its end', () =>
  cutAtEveryCall('apply'))

test('kill -9 at every call of keeping a new image: it runs, and its number becomes the floor', () =>
  cutAtEveryCall('after-boot'))
