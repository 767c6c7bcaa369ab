/** What a wrong clock and a long absence do: nothing (`docs/specs/update.md`, "Time"). */
import test, { type TestContext } from 'node:test'
import assert from 'node:assert/strict'
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { FolderSource } from '../src/adapters/sources.ts'
import { publicHalf } from '../src/index.ts'
import { createKeyFile, refreshRepository, rotateKeys } from '../src/repository/index.ts'
import { TestDevice } from './device.ts'
import { type Maker, passphrase, startMaker, start } from './maker.ts'

const day = 86_400_000
const ways = ['local-media'] as const

async function setUp(t: TestContext): Promise<{ maker: Maker; device: TestDevice; source: FolderSource }> {
  const maker = await startMaker()
  const device = await new TestDevice().provision(maker.repository)
  t.after(() => {
    device.remove()
    maker.remove()
  })
  return { maker, device, source: new FolderSource(maker.repository) }
}

for (const [what, now] of [
  ['at its maximum', 8.64e15],
  ['in 1970', 0],
  ['before the repository was made', start.getTime() - 3000 * day],
] as const) {
  test(`a wall clock ${what} changes nothing: two releases are installed one after the other`, async (t) => {
    const { maker, device, source } = await setUp(t)
    await maker.release({ number: 2 }, maker.image(1000).path)
    t.mock.timers.enable({ apis: ['Date'], now })
    assert.equal((await (await device.updater({ ways })).apply('controller', source)).outcome, 'restart')
    device.reboot()
    await (await device.updater({ ways })).afterBoot()
    t.mock.timers.reset()
    await maker.release({ number: 3 }, maker.image(1000).path, new Date(start.getTime() + 5 * day))
    t.mock.timers.enable({ apis: ['Date'], now })
    assert.equal((await (await device.updater({ ways })).apply('controller', source)).outcome, 'restart')
  })
}

test('a vouched clock that is in the past is not believed below the newest signed time', async (t) => {
  const { maker, device, source } = await setUp(t)
  const later = new Date(start.getTime() + 400 * day)
  await maker.release({ number: 2 }, maker.image(1000).path)
  const stale = join(maker.folder, 'stale')
  cpSync(maker.repository, stale, { recursive: true })
  await refreshRepository({ repository: maker.repository, online: await maker.online(), at: later })
  const clock = { now: () => 0 }
  const updater = await device.updater({ ways, clock })
  assert.notEqual((await updater.check('controller', source)).release, undefined)
  assert.equal(updater.state.signedAt, later.getTime())
  await assert.rejects(updater.check('controller', new FolderSource(stale)), {
    code: 'UPDATE_METADATA_EXPIRED',
  })
})

test('a vouched clock far ahead refuses everything, and leaves nothing behind when it is right again', async (t) => {
  const { maker, device, source } = await setUp(t)
  await maker.release({ number: 2 }, maker.image(1000).path)
  const ahead = await device.updater({ ways, clock: { now: () => 8.64e15 } })
  await assert.rejects(ahead.apply('controller', source), { code: 'UPDATE_METADATA_EXPIRED' })
  const right = await device.updater({ ways, clock: { now: () => start.getTime() + day } })
  assert.equal((await right.apply('controller', source)).outcome, 'restart')
})

test('a device that was offline for years follows every change of keys, with a clock and without', async (t) => {
  const { maker, device, source } = await setUp(t)
  const online = await maker.online()
  const trustOf = async (names: readonly string[]) => ({
    keys: await Promise.all(names.map(async (name) => publicHalf(await maker.key(name)))),
    threshold: 2,
  })
  for (const name of ['root-4', 'root-5', 'release-controller-3'])
    await createKeyFile(join(maker.folder, 'keys', `${name}.pem`), passphrase)
  await maker.release({ number: 2 }, maker.image(1000).path)
  const keys = async (...names: string[]) => Promise.all(names.map((name) => maker.key(name)))
  const options = { repository: maker.repository, online }
  await rotateKeys({
    ...options,
    at: new Date(start.getTime() + 300 * day),
    signers: await keys('root-1', 'root-3', 'root-4'),
    change: { root: await trustOf(['root-3', 'root-4']) },
  })
  await rotateKeys({
    ...options,
    at: new Date(start.getTime() + 1500 * day),
    signers: await keys('root-3', 'root-4', 'root-5', 'release-controller-1', 'release-controller-3'),
    change: {
      root: await trustOf(['root-4', 'root-5']),
      components: { controller: await trustOf(['release-controller-1', 'release-controller-3']) },
    },
  })
  const now = { now: () => start.getTime() + 1501 * day }
  const updater = await device.updater({ ways, clock: now })
  assert.equal((await updater.apply('controller', source)).outcome, 'restart')
  assert.equal(JSON.parse(updater.state.trust).signed.version, 3)
  assert.equal(JSON.parse(updater.state.root).signed.version, 3)
  const second = await new TestDevice().provision(maker.repository)
  t.after(() => second.remove())
  assert.equal((await (await second.updater({ ways })).apply('controller', source)).outcome, 'restart')
})

test('after its key was changed, a role may start at lower versions: stolen online keys block no one', async (t) => {
  const { maker, device, source } = await setUp(t)
  await maker.release({ number: 2 }, maker.image(1000).path)
  const online = await maker.online()
  const before = join(maker.folder, 'before')
  cpSync(maker.repository, before, { recursive: true })
  const thief = { repository: maker.repository, online, at: new Date(8.0e15) }
  await refreshRepository({ ...thief, expiry: { offlineDays: 1, onlineDays: 1 } })
  const updater = await device.updater({ ways })
  await assert.rejects(updater.check('controller', source), { code: 'UPDATE_METADATA_EXPIRED' })

  const refresh = { ...thief, at: new Date(start.getTime() + 900 * day) }
  cpSync(before, maker.repository, { recursive: true })
  await refreshRepository(refresh)
  await refreshRepository(refresh)
  await updater.check('controller', source)
  assert.equal(updater.state.signedAt, refresh.at.getTime(), 'a time in the future was believed')

  const recovered = new FolderSource(before)
  for (const name of ['timestamp-2', 'snapshot-2'])
    await createKeyFile(join(maker.folder, 'keys', `${name}.pem`), passphrase)
  await rotateKeys({
    repository: before,
    online: { timestamp: await maker.key('timestamp-2'), snapshot: await maker.key('snapshot-2') },
    at: new Date(start.getTime() + day),
    signers: [await maker.key('root-1'), await maker.key('root-2')],
    change: {},
  })
  assert.equal((await updater.apply('controller', recovered)).outcome, 'restart')
})

test('a root or trust document signed by too few, or by others, is not followed', async (t) => {
  const { maker, device, source } = await setUp(t)
  await maker.release({ number: 2 }, maker.image(1000).path)
  const stranger = await startMaker()
  t.after(() => stranger.remove())
  const foreign = await device.updater({ ways })
  await assert.rejects(foreign.check('controller', new FolderSource(stranger.repository)), {
    code: 'UPDATE_METADATA_FORGED',
  })
  const { writeRoot, publicOnline } = await import('../src/repository/init.ts')
  const { RepositoryFolder } = await import('../src/repository/folder.ts')
  const folder = new RepositoryFolder(maker.repository)
  const trust = { ...(await folder.trust()), version: 2 }
  const one = [await maker.key('root-1')]
  await writeRoot(folder, trust, publicOnline(await maker.online()), one, '2030-01-01T00:00:00Z')
  await assert.rejects(foreign.check('controller', source), { code: 'UPDATE_TRUST_FORGED' })
})
