import test, { after, before } from 'node:test'
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { HttpSource, FolderSource } from '../src/adapters/sources.ts'
import { TestDevice } from './device.ts'
import { type Maker, startMaker } from './maker.ts'
import { type Mirror, startMirror } from './server.ts'

let maker: Maker
let mirror: Mirror
let image: { path: string; bytes: Uint8Array }
before(async () => {
  maker = await startMaker()
  mirror = await startMirror(maker.repository)
  image = maker.image(3 * 1024 * 1024 + 17)
  await maker.release({ number: 2 }, image.path)
})
after(async () => {
  await mirror.close()
  maker.remove()
})

test('an update over the network: written, started on trial, kept, and its number is the new floor', async () => {
  const device = await new TestDevice().provision(maker.repository)
  const source = new HttpSource(mirror.url)
  assert.deepEqual(await (await device.updater()).apply('controller', source), {
    outcome: 'restart',
    slot: 'b',
    number: 2,
  })
  assert.equal(device.booted, 'a', 'nothing is started before the restart')
  assert.equal(device.reboot(), 'b')
  assert.deepEqual(device.running(), Buffer.from(image.bytes))
  const updater = await device.updater()
  assert.deepEqual(await updater.afterBoot(), { outcome: 'kept', component: 'controller', number: 2 })
  assert.equal(updater.state.installed['controller'], 2)
  assert.equal(device.reboot(), 'b')
  const again = await (await device.updater()).apply('controller', source)
  assert.equal(again.outcome, 'up-to-date')
  device.remove()
})

test('an image that never works uses up its starts; the old one runs and the release is not tried again', async () => {
  const device = await new TestDevice().provision(maker.repository)
  const source = new FolderSource(maker.repository)
  const ways = ['local-media'] as const
  await (await device.updater({ ways })).apply('controller', source)
  for (const startsLeft of [2, 1, 0]) {
    assert.equal(device.reboot(), 'b')
    const updater = await device.updater({ hooks: { healthy: () => Promise.resolve(false) } })
    assert.deepEqual(await updater.afterBoot(), { outcome: 'unhealthy', component: 'controller', startsLeft })
  }
  assert.equal(device.reboot(), 'a')
  const updater = await device.updater({ ways })
  assert.deepEqual(await updater.afterBoot(), { outcome: 'returned', component: 'controller', number: 2 })
  assert.equal(updater.state.installed['controller'], 1)
  await assert.rejects(updater.apply('controller', source), { code: 'UPDATE_RELEASE_FAILED_BEFORE' })
  device.remove()
})

test('the critical function decides when: nothing is written, then nothing is switched, until it agrees', async () => {
  const device = await new TestDevice().provision(maker.repository)
  const source = new HttpSource(mirror.url)
  const busy = (step: 'write' | 'switch') => ({
    hooks: { mayInstall: (asked: string) => Promise.resolve(asked !== step) },
  })
  const first = await (await device.updater(busy('write'))).apply('controller', source)
  assert.deepEqual(first, { outcome: 'waiting', before: 'write', number: 2 })
  assert.equal((await (await device.updater()).journal()).phase, 'idle')
  const second = await (await device.updater(busy('switch'))).apply('controller', source)
  assert.deepEqual(second, { outcome: 'waiting', before: 'switch', number: 2 })
  assert.equal(device.reboot(), 'a')
  const images = mirror.asked.filter(({ path }) => path.endsWith('.image')).length
  assert.equal((await (await device.updater()).apply('controller', source)).outcome, 'restart')
  assert.equal(mirror.asked.filter(({ path }) => path.endsWith('.image')).length, images, 'not loaded twice')
  device.remove()
})

test('a slot that changed between writing and starting is not started, and written anew', async (t) => {
  const device = await new TestDevice().provision(maker.repository)
  t.after(() => device.remove())
  const source = new HttpSource(mirror.url)
  const busy = { hooks: { mayInstall: (step: string) => Promise.resolve(step !== 'switch') } }
  await (await device.updater(busy)).apply('controller', source)
  flipBit(device.slot('b'))
  await assert.rejects((await device.updater()).apply('controller', source), { code: 'UPDATE_SLOT_DIFFERS' })
  assert.equal(device.reboot(), 'a')
  assert.equal((await (await device.updater()).apply('controller', source)).outcome, 'restart')
})

test('a slot that changed after the restart is not kept, however healthy the device says it is', async (t) => {
  const device = await new TestDevice().provision(maker.repository)
  t.after(() => device.remove())
  await (await device.updater()).apply('controller', new HttpSource(mirror.url))
  device.reboot()
  flipBit(device.slot('b'))
  const updater = await device.updater()
  assert.equal((await updater.afterBoot()).outcome, 'unhealthy')
  assert.equal(updater.state.installed['controller'], 1)
})

test('while an image is on trial, no other is taken; before the restart nothing is decided', async (t) => {
  const device = await new TestDevice().provision(maker.repository)
  t.after(() => device.remove())
  const source = new HttpSource(mirror.url)
  await (await device.updater()).apply('controller', source)
  assert.deepEqual(await (await device.updater()).afterBoot(), { outcome: 'nothing' })
  await assert.rejects((await device.updater()).apply('controller', source), { code: 'UPDATE_BUSY' })
  device.reboot()
  await assert.rejects((await device.updater()).apply('controller', source), { code: 'UPDATE_BUSY' })
})

test('a loader that started another slot than its active one: the slot that runs is never written', async (t) => {
  const device = await new TestDevice().provision(maker.repository)
  t.after(() => device.remove())
  writeFileSync(join(device.folder, 'boot.json'), '{"v":1,"active":"b"}')
  mirror.mischief = (path, response) =>
    path.endsWith('.image') && (response.end(image.bytes.subarray(0, 9)), true)
  await assert.rejects((await device.updater()).apply('controller', new HttpSource(mirror.url)), {
    code: 'UPDATE_IMAGE_TRUNCATED',
  })
  mirror.mischief = undefined
  assert.equal(device.reboot(), 'a', 'not the slot with half an image')
})

test('a loader that goes back after the image was kept counts as a return', async (t) => {
  const device = await new TestDevice().provision(maker.repository)
  t.after(() => device.remove())
  await (await device.updater()).apply('controller', new HttpSource(mirror.url))
  writeFileSync(join(device.folder, 'boot.json'), '{"v":1,"active":"b"}')
  const updater = await device.updater()
  assert.equal((await updater.afterBoot()).outcome, 'returned')
  assert.equal(updater.state.installed['controller'], 1)
  assert.equal(device.reboot(), 'a')
})

function flipBit(path: string): void {
  const bytes = readFileSync(path)
  bytes[1234] = (bytes[1234] ?? 0) ^ 1
  writeFileSync(path, bytes)
}
