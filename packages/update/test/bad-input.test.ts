/** A test for each row of "Bad images and mirrors" in `docs/specs/update.md`, against a real web server. */
import test, { after, before, beforeEach, type TestContext } from 'node:test'
import assert from 'node:assert/strict'
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import { defaultHttpLimits, HttpSource } from '../src/adapters/sources.ts'
import { AnchoredState, signDocument, type Updater } from '../src/index.ts'
import { parseTrust } from '../src/trust.ts'
import { type DeviceOptions, TestDevice } from './device.ts'
import { type Maker, startMaker, start } from './maker.ts'
import { type Mirror, startMirror } from './server.ts'

const mebibyte = 1024 * 1024
let maker: Maker
let mirror: Mirror
let image: { path: string; bytes: Uint8Array }
/** The repository before and after release 2. */
let [older, newer] = ['', '']

before(async () => {
  maker = await startMaker()
  const first = maker.image(100_000)
  await maker.release({ number: 1 }, first.path)
  older = join(maker.folder, 'older')
  cpSync(maker.repository, older, { recursive: true })
  image = maker.image(2 * mebibyte + 4321)
  await maker.release({ number: 2 }, image.path, new Date('2027-03-02T00:00:00Z'))
  newer = maker.repository
  mirror = await startMirror(newer)
})
beforeEach(() => {
  mirror.mischief = undefined
  mirror.folder = newer
})
after(async () => {
  await mirror.close()
  maker.remove()
})

async function provisioned(t: TestContext, installed = 1): Promise<TestDevice> {
  const device = await new TestDevice().provision(newer, installed)
  t.after(() => device.remove())
  return device
}

async function apply(device: TestDevice, options: DeviceOptions = {}): ReturnType<Updater['apply']> {
  const limits = { ...defaultHttpLimits, stallMs: 400, fileMs: 1500 }
  return (await device.updater(options)).apply('controller', new HttpSource(mirror.url, { limits }))
}

/** The update fails with `code`, the device still starts its old image, and a good mirror gets it through. */
async function refusedThenGood(t: TestContext, code: string, options: DeviceOptions = {}): Promise<void> {
  const device = await provisioned(t)
  await assert.rejects(apply(device, options), { code })
  assert.equal(device.reboot(), 'a')
  mirror.mischief = undefined
  mirror.folder = newer
  assert.equal((await apply(device)).outcome, 'restart')
  device.reboot()
  assert.deepEqual(device.running(), Buffer.from(image.bytes))
}

const imageFile = /\.image$/

test('image truncated: refused, what came is kept, and loading goes on there', async (t) => {
  mirror.mischief = (path, response, from) => {
    if (!imageFile.test(path) || from > 0) return false
    response.end(image.bytes.subarray(0, mebibyte + 10))
    return true
  }
  const device = await provisioned(t)
  await assert.rejects(apply(device), { code: 'UPDATE_IMAGE_TRUNCATED' })
  assert.equal((await apply(device)).outcome, 'restart')
})

test('image longer than signed, or endless: reading stops where the image ends', async (t) => {
  mirror.mischief = (path, response, from) => {
    if (!imageFile.test(path)) return false
    response.write(image.bytes.subarray(from))
    endless(response)
    return true
  }
  const device = await provisioned(t)
  assert.equal((await apply(device)).outcome, 'restart')
  assert.equal(readFileSync(device.slot('b')).length, image.bytes.length)
})

test('image altered: no byte of the altered chunk reaches the slot', async (t) => {
  const altered = Buffer.from(image.bytes)
  altered[mebibyte + 5] = (altered[mebibyte + 5] ?? 0) ^ 1
  mirror.mischief = (path, response) => imageFile.test(path) && (response.end(altered), true)
  const device = await provisioned(t)
  await assert.rejects(apply(device), { code: 'UPDATE_IMAGE_ALTERED' })
  assert.deepEqual(readFileSync(device.slot('b')), altered.subarray(0, mebibyte))
  mirror.mischief = undefined
  assert.equal((await apply(device)).outcome, 'restart')
})

test('release older than the installed one: refused', async (t) => {
  const device = await provisioned(t, 5)
  await assert.rejects(apply(device), { code: 'UPDATE_RELEASE_OLD' })
})

test('release for another device model: refused, though the keys are right', async (t) => {
  const { signed } = parseTrust(readFileSync(join(newer, 'trust/1.trust.json')))
  let other = signDocument(
    'trust',
    { signed: { ...signed, device: 'ventilator' } },
    await maker.key('root-1'),
  )
  other = signDocument('trust', other, await maker.key('root-2'))
  const device = new TestDevice()
  t.after(() => device.remove())
  for (const folder of ['state', 'tmp']) mkdirSync(join(device.folder, folder))
  writeFileSync(join(device.folder, 'booted'), 'a')
  await AnchoredState.provision(device.store, device.counter, device.key, {
    root: readFileSync(join(newer, 'metadata/1.root.json'), 'utf8'),
    trust: JSON.stringify(other),
    installed: {},
  })
  await assert.rejects(apply(device), { code: 'UPDATE_WRONG_DEVICE' })
})

test('mirror that replays an older repository: refused once the newer one was seen', async (t) => {
  const device = await provisioned(t)
  await apply(device, { hooks: { mayInstall: () => Promise.resolve(false) } })
  mirror.folder = older
  await assert.rejects(apply(device), { code: 'UPDATE_METADATA_ROLLED_BACK' })
  mirror.folder = newer
  assert.equal((await apply(device)).outcome, 'restart')
})

test('mirror that freezes: refused with a clock, reported as of unproven freshness without', async (t) => {
  const device = await provisioned(t, 2)
  const later = { now: () => start.getTime() + 90 * 86_400_000 }
  await assert.rejects(apply(device, { clock: later }), { code: 'UPDATE_METADATA_EXPIRED' })
  const signedAt = '2027-03-02T00:00:00.000Z'
  const upToDate = { outcome: 'up-to-date', number: 2 }
  assert.deepEqual(await apply(device), { ...upToDate, freshness: { proven: false, signedAt } })
  const soon = { now: () => start.getTime() + 2 * 86_400_000 }
  assert.deepEqual(await apply(device, { clock: soon }), {
    ...upToDate,
    freshness: { proven: true, signedAt },
  })
})

test('mirror that mixes old and new metadata: refused', async (t) => {
  const old = readFileSync(join(newer, 'metadata/2.component-controller.json'))
  mirror.mischief = (path, response) =>
    path === 'metadata/3.component-controller.json' && (response.end(old), true)
  await refusedThenGood(t, 'UPDATE_METADATA_FORGED')
  const oldSnapshot = readFileSync(join(newer, 'metadata/2.snapshot.json'))
  mirror.mischief = (path, response) =>
    path === 'metadata/3.snapshot.json' && (response.end(oldSnapshot), true)
  await refusedThenGood(t, 'UPDATE_METADATA_FORGED')
})

test('mirror that gives another release file or other signatures: refused', async (t) => {
  mirror.mischief = (path, response) => path.endsWith('.release.json') && (response.end('{}'), true)
  await refusedThenGood(t, 'UPDATE_METADATA_FORGED')
  mirror.mischief = (path, response) => path.endsWith('.signatures.json') && (response.end('[]'), true)
  await refusedThenGood(t, 'UPDATE_RELEASE_FORGED')
  mirror.mischief = (path, response) =>
    path.endsWith('.signatures.json') && (response.writeHead(404).end(), true)
  await refusedThenGood(t, 'UPDATE_RELEASE_FORGED')
})

test('metadata that is no JSON, or deeply nested: refused', async (t) => {
  for (const text of ['', '<html>', '['.repeat(5000), '{"signed":{},"signatures":[]}']) {
    mirror.mischief = (path, response) => path.endsWith('timestamp.json') && (response.end(text), true)
    await refusedThenGood(t, 'UPDATE_METADATA_FORGED')
  }
  mirror.mischief = (path, response) =>
    path.endsWith('2.trust.json') && (response.end('['.repeat(5000)), true)
  await refusedThenGood(t, 'UPDATE_FORMAT')
})

test('metadata without end: left at its limit', async (t) => {
  for (const name of ['metadata/2.root.json', 'metadata/timestamp.json', 'trust/2.trust.json']) {
    mirror.mischief = (path, response) => path === name && (endless(response), true)
    await refusedThenGood(t, 'UPDATE_SOURCE_ENDLESS')
  }
})

test('data that comes too slowly, or stops: left, and what came is kept', async (t) => {
  mirror.mischief = (path) => path.endsWith('timestamp.json')
  await refusedThenGood(t, 'UPDATE_SOURCE_SLOW')
  mirror.mischief = (path, response) => path.endsWith('timestamp.json') && (drip(response, 100), true)
  await refusedThenGood(t, 'UPDATE_SOURCE_SLOW')
  mirror.mischief = (path, response, from) => {
    if (!imageFile.test(path)) return false
    response.write(image.bytes.subarray(from, from + mebibyte + 100))
    return true
  }
  await refusedThenGood(t, 'UPDATE_SOURCE_SLOW')
})

test('an image below the least rate is left', async (t) => {
  mirror.mischief = (path, response) => imageFile.test(path) && (drip(response, 50), true)
  const device = await provisioned(t)
  const source = new HttpSource(mirror.url, {
    limits: { ...defaultHttpLimits, stallMs: 5000, rateWindowMs: 300 },
  })
  await assert.rejects((await device.updater()).apply('controller', source), { code: 'UPDATE_SOURCE_SLOW' })
})

test('server that fails, redirects or ignores ranges', async (t) => {
  mirror.mischief = (path, response) =>
    path.endsWith('timestamp.json') && (response.writeHead(500).end(), true)
  await refusedThenGood(t, 'UPDATE_SOURCE_UNREACHABLE')
  mirror.mischief = (path, response) =>
    path.endsWith('timestamp.json') && (response.writeHead(302, { location: '/elsewhere' }).end(), true)
  await refusedThenGood(t, 'UPDATE_SOURCE_UNREACHABLE')
  mirror.mischief = (_, response) => (response.socket?.destroy(), true)
  await refusedThenGood(t, 'UPDATE_SOURCE_UNREACHABLE')
  mirror.mischief = (path, response, from) => {
    if (!imageFile.test(path)) return false
    response.end(from === 0 ? image.bytes.subarray(0, mebibyte) : image.bytes)
    return true
  }
  const device = await provisioned(t)
  await assert.rejects(apply(device), { code: 'UPDATE_IMAGE_TRUNCATED' })
  assert.equal((await apply(device)).outcome, 'restart', 'the whole image instead of a range')
})

test('server that answers with another range: refused', async (t) => {
  mirror.mischief = (path, response, from) => {
    if (!imageFile.test(path) || from > 0) return false
    response.end(image.bytes.subarray(0, mebibyte + 1))
    return true
  }
  const device = await provisioned(t)
  await assert.rejects(apply(device), { code: 'UPDATE_IMAGE_TRUNCATED' })
  mirror.mischief = (path, response) => {
    if (!imageFile.test(path)) return false
    response.writeHead(206, { 'content-range': `bytes 5-9/${image.bytes.length}` }).end('xxxxx')
    return true
  }
  await assert.rejects(apply(device), { code: 'UPDATE_SOURCE_UNREACHABLE' })
})

test('slot full, slot write-protected: refused, and the running slot is untouched', async (t) => {
  for (const [path, code] of [
    ['/dev/full', 'UPDATE_SLOT_SMALL'],
    ['/proc/version', 'UPDATE_SLOT_UNWRITABLE'],
    ['/', 'UPDATE_SLOT_UNWRITABLE'],
  ] as const) {
    const device = await provisioned(t)
    const before = device.running()
    symlinkSync(path, device.slot('b'))
    await assert.rejects(apply(device), { code })
    assert.deepEqual(device.running(), before)
    rmSync(device.slot('b'))
    assert.equal((await apply(device)).outcome, 'restart')
  }
})

test('disk full: state and journal stay as they were, and the update goes on when there is room', async (t) => {
  for (const name of ['state.json', 'journal.json']) {
    const device = await provisioned(t)
    const part = join(device.folder, 'state', `${name}.part`)
    symlinkSync('/dev/full', part)
    await assert.rejects(apply(device), { code: 'UPDATE_DISK_FULL' })
    rmSync(part)
    assert.equal((await apply(device)).outcome, 'restart')
  }
})

test('data that the release cannot read: refused both ways', async (t) => {
  const device = await provisioned(t)
  for (const format of [0, 2])
    await assert.rejects(apply(device, { hooks: { dataFormat: () => Promise.resolve(format) } }), {
      code: 'UPDATE_DATA_UNREADABLE',
    })
  assert.equal((await apply(device)).outcome, 'restart')
})

test('a way that the component does not take, a component that there is not: refused', async (t) => {
  const device = await provisioned(t)
  await assert.rejects(apply(device, { ways: ['local-media'] }), { code: 'UPDATE_WAY_REFUSED' })
  const updater = await device.updater()
  const source = new HttpSource(mirror.url)
  await assert.rejects(updater.apply('constructor', source), { code: 'UPDATE_COMPONENT_UNKNOWN' })
})

function endless(response: ServerResponse): void {
  const block = Buffer.alloc(256 * 1024, 0x20)
  const more = (): void => {
    while (!response.destroyed && response.write(block));
  }
  response.on('drain', more)
  more()
}

function drip(response: ServerResponse, everyMs: number): void {
  const timer = setInterval(
    () => void (response.destroyed ? clearInterval(timer) : response.write(' ')),
    everyMs,
  )
}
