import test, { after, before } from 'node:test'
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { generateHybridKey, publicHalf } from '../src/index.ts'
import { RepositoryFolder } from '../src/repository/folder.ts'
import {
  addSignature,
  createKeyFile,
  initRepository,
  openKeyFile,
  parseBundle,
  publishRelease,
  repositoryStatus,
  rotateKeys,
  signRelease,
} from '../src/repository/index.ts'
import { type Maker, passphrase, startMaker, start } from './maker.ts'

let maker: Maker
before(async () => {
  maker = await startMaker()
})
after(() => maker.remove())

test('key files are encrypted, open with their passphrase alone and are never written over', async () => {
  const path = join(maker.folder, 'keys', 'root-1.pem')
  assert.match(
    readFileSync(path, 'utf8'),
    /^(-----BEGIN ENCRYPTED PRIVATE KEY-----[^-]+-----END ENCRYPTED PRIVATE KEY-----\n){2}$/,
  )
  await openKeyFile(path, passphrase)
  await assert.rejects(openKeyFile(path, 'another passphrase, long'), { code: 'UPDATE_PASSPHRASE_WRONG' })
  await assert.rejects(createKeyFile(path, passphrase), { code: 'EEXIST' })
  await assert.rejects(createKeyFile(`${path}-2`, 'short'), { code: 'UPDATE_KEY_UNFIT' })
  const plain = join(maker.folder, 'plain.pem')
  writeFileSync(plain, generateHybridKey().ed25519.export({ type: 'pkcs8', format: 'pem' }))
  await assert.rejects(openKeyFile(plain, passphrase), { code: 'UPDATE_KEY_UNFIT' })
})

test('initRepository() refuses names and quorums that cannot be', async () => {
  const base = {
    repository: join(maker.folder, 'r'),
    keys: join(maker.folder, 'k'),
    device: 'pump',
    components: ['c'],
    passphrase,
    at: start,
  }
  const quorum = { root: { keys: 1, threshold: 1 }, release: { keys: 1, threshold: 1 } }
  for (const bad of [{ device: '../x' }, { components: ['A'] }, { root: { keys: 1, threshold: 2 } }])
    await assert.rejects(
      initRepository({ ...base, ...quorum, ...bad, keys: `${base.keys}-${JSON.stringify(bad).length}` }),
      { code: 'UPDATE_FORMAT' },
    )
})

test('a release is published only with enough signatures, for a higher number and with its own image', async () => {
  const image = maker.image(5000)
  const { repository } = maker
  const publish = { repository, online: await maker.online(), at: start }
  const trust = await new RepositoryFolder(repository).trust()
  const options = {
    repository,
    component: 'controller',
    image: image.path,
    number: 4,
    name: '4',
    data: { writes: 1, readsFrom: 1 },
    at: start,
  }
  const once = await signRelease(options, await maker.key('release-controller-1'))
  await assert.rejects(publishRelease(publish, once, image.path), { code: 'UPDATE_RELEASE_FORGED' })
  assert.throws(() => addSignature(once, trust, generateHybridKey()), { code: 'UPDATE_KEY_UNFIT' })
  await assert.rejects(signRelease(options, await maker.key('root-1')), { code: 'UPDATE_KEY_UNFIT' })
  const bundle = parseBundle(
    Buffer.from(JSON.stringify(addSignature(once, trust, await maker.key('release-controller-2')))),
  )
  await assert.rejects(publishRelease(publish, bundle, maker.image(5000).path), {
    code: 'UPDATE_IMAGE_ALTERED',
  })
  assert.equal((await publishRelease(publish, bundle, image.path)).number, 4)
  await assert.rejects(
    publishRelease(publish, bundle, image.path),
    { code: 'UPDATE_RELEASE_FORGED' },
    'its version is taken',
  )
  await assert.rejects(maker.release({ number: 4 }, image.path), { code: 'UPDATE_RELEASE_OLD' })
  const status = await repositoryStatus(repository)
  assert.deepEqual(status.releases, [{ component: 'controller', number: 4, name: '4' }])
  assert.equal(status.roles.find(({ role }) => role === 'root')?.version, 1)
})

test('parseBundle() refuses what is no bundle', () => {
  for (const text of ['', '{}', '{"v":2}', '[]'])
    assert.throws(() => parseBundle(Buffer.from(text)), { code: 'UPDATE_FORMAT' })
})

test('rotateKeys() needs the old root, the new root and each component that changes', async () => {
  const stranger = generateHybridKey()
  const options = { repository: maker.repository, online: await maker.online(), at: start }
  const [one, two] = [await maker.key('root-1'), await maker.key('root-2')]
  const root = { keys: [publicHalf(stranger)], threshold: 1 }
  const code = 'UPDATE_KEY_UNFIT'
  await assert.rejects(rotateKeys({ ...options, signers: [one, stranger], change: { root } }), { code })
  await assert.rejects(rotateKeys({ ...options, signers: [one, two], change: { root } }), { code })
  const controller = { keys: [publicHalf(stranger)], threshold: 1 }
  await assert.rejects(
    rotateKeys({ ...options, signers: [one, two], change: { components: { controller } } }),
    { code },
  )
  assert.equal(
    (await rotateKeys({ ...options, signers: [one, two, stranger], change: { components: { controller } } }))
      .version,
    2,
  )
})
