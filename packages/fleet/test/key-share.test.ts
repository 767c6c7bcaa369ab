/** To whom the fleet releases its share, against real emulated TPMs: fresh quotes pass, copies and replays do not. */
import test from 'node:test'
import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import {
  createHash,
  createSecretKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as p from '@pericard/protocol'
import { identityOf, openCredential, pcrExtend, quoteOf, type Tpm } from '@pericard/tpm'
import { startSwtpm, type Swtpm, swtpmMissing } from '@pericard/tpm/testing'
import { memoryStore } from '../src/index.ts'
import { admitTpm, challengeTpm, forgetTpm } from '../src/attestation.ts'
import { type Context, deviceRecord, putDevice } from '../src/context.ts'
import { revokeDevice } from '../src/devices.ts'
import { challengeShare, registerUnlockKey, releaseShare } from '../src/key-share.ts'
import { confirmRotation, rotateShareOf } from '../src/share-rotation.ts'

const skip = swtpmMissing
const pcrs = [0, 7]
const id = 'pump:1'
const folder = mkdtempSync(join(tmpdir(), 'pericard-share-'))
const emulators: Swtpm[] = []
test.after(async () => {
  for (const each of emulators) await each.remove()
  rmSync(folder, { recursive: true, force: true })
})

async function emulator(state?: string): Promise<Swtpm> {
  const started = await startSwtpm(state)
  emulators.push(started)
  return started
}

async function on<T>(swtpm: Swtpm, use: (tpm: Tpm) => Promise<T>): Promise<T> {
  const tpm = await swtpm.connect()
  try {
    return await use(tpm)
  } finally {
    await tpm.close()
  }
}

/** A fleet with one enrolled device; what is no part of releasing a share is left out. */
interface World {
  readonly context: Context
  readonly clock: { time: number }
  readonly unlock: { readonly publicKey: KeyObject; readonly privateKey: KeyObject }
  readonly reasons: () => Promise<string[]>
}

async function world(): Promise<World> {
  const clock = { time: 1_000_000, now: () => clock.time }
  const store = memoryStore()
  const rest = { store, master: createSecretKey(randomBytes(32)), clock, hub: new EventEmitter() }
  const context = rest as unknown as Context
  const counters = { bootEpoch: 0, shares: [], observations: 0, events: 0 }
  await store.transact((transaction) => putDevice(transaction, { id, status: 'enrolled', ...counters, pcrs }))
  const unlock = generateKeyPairSync('ed25519')
  const { x = '' } = unlock.publicKey.export({ format: 'jwk' })
  await registerUnlockKey(context, id, Buffer.from(x, 'base64url'))
  const reasons = async (): Promise<string[]> => {
    const rows = await store.transact((transaction) => transaction.list('events', `${id}|`))
    return rows.map(({ value }) => (JSON.parse(Buffer.from(value).toString()) as { detail: string }).detail)
  }
  return { context, clock, unlock, reasons }
}

async function register({ context }: World, swtpm: Swtpm): Promise<void> {
  await on(swtpm, async (tpm) => {
    const answer = (await challengeTpm(context, id, await identityOf(tpm))) as {
      blob: string
      secret: string
    }
    const credential = p.decode(p.credentialChallenge, JSON.stringify(answer))
    assert.ok(credential.ok)
    await admitTpm(context, id, await openCredential(tpm, credential.value))
  })
}

interface Ask {
  readonly boot?: number
  readonly bootId?: string
  readonly nonce?: string
  readonly withoutQuote?: true
}

const bootOf = (name: string): string =>
  p.toBase64url(createHash('sha256').update(name).digest().subarray(0, 16))

async function requestOf(
  { context, unlock }: World,
  swtpm: Swtpm,
  ask: Ask = {},
): Promise<{ request: p.KeyShareRequest; open: (answer: object) => Promise<string> }> {
  const nonce = ask.nonce ?? (await challengeShare(context, id)).nonce
  const pair = await p.sealingKeyPair()
  const hpkePublicKey = p.toBase64url(pair.publicKey)
  const bootEpoch = ask.boot ?? 1
  const statement = {
    v: 1,
    device: id,
    bootEpoch,
    bootId: ask.bootId ?? bootOf('a'),
    nonce,
    hpkePublicKey,
  } as const
  const bytes = p.keyShareStatement(statement)
  const qualifying = createHash('sha256').update(bytes).digest()
  const { attest, signature } = await on(swtpm, (tpm) => quoteOf(tpm, { qualifying, pcrs }))
  const quote = { attest: p.toBase64url(attest), signature: p.toBase64url(signature) }
  const signed = { ...statement, signature: p.toBase64url(sign(null, bytes, unlock.privateKey)) }
  const open = async (answer: object): Promise<string> => {
    const read = p.decode(p.keyShareResponse, JSON.stringify(answer))
    assert.ok(read.ok)
    return p.toBase64url(await p.openSealed(pair.privateKey, read.value, p.keyShareAad(id, nonce)))
  }
  return { request: ask.withoutQuote === true ? signed : { ...signed, quote }, open }
}

async function share(at: World, swtpm: Swtpm, ask: Ask = {}): Promise<string> {
  const { request, open } = await requestOf(at, swtpm, ask)
  return open(await releaseShare(at.context, id, request))
}

/** Expects a refusal, and that operators see the reason. */
async function refused(at: World, asking: Promise<unknown>, reason: string): Promise<void> {
  await assert.rejects(asking, { name: 'FleetError' })
  assert.equal((await at.reasons()).at(-1), reason)
}

test('a device whose TPM proved itself gets the same share at each start and each renewal', {
  skip,
}, async () => {
  const at = await world()
  const swtpm = await emulator()
  await refused(at, share(at, swtpm), 'tpm-unknown')
  await register(at, swtpm)
  const first = await share(at, swtpm)
  assert.equal(await share(at, swtpm), first, 'renewed within one boot')
  assert.equal(await share(at, swtpm, { boot: 2, bootId: bootOf('b') }), first)
  assert.equal((await at.reasons()).length, 1)
})

test('a quote that is missing, replayed, of another TPM or over another request gets nothing', {
  skip,
}, async () => {
  const at = await world()
  const swtpm = await emulator()
  await register(at, swtpm)
  const { request } = await requestOf(at, swtpm)
  await releaseShare(at.context, id, request)
  await refused(at, releaseShare(at.context, id, request), 'challenge-unknown')
  await refused(at, share(at, swtpm, { withoutQuote: true }), 'quote-missing')
  await refused(at, share(at, await emulator()), 'quote-refused')
  const fresh = await requestOf(at, swtpm)
  await refused(at, releaseShare(at.context, id, { ...fresh.request, quote: request.quote }), 'quote-refused')
  const late = await requestOf(at, swtpm)
  at.clock.time += 61_000
  await refused(at, releaseShare(at.context, id, late.request), 'challenge-unknown')
  const other = generateKeyPairSync('ed25519')
  await refused(at, share({ ...at, unlock: other }, swtpm), 'foreign-unlock-key')
  await share(at, swtpm)
})

test('other software gets nothing until an operator accepts it', { skip }, async () => {
  const at = await world()
  const swtpm = await emulator()
  await register(at, swtpm)
  const first = await share(at, swtpm)
  await on(swtpm, (tpm) => pcrExtend(tpm, 7, new Uint8Array(32).fill(1)))
  await refused(at, share(at, swtpm, { boot: 2 }), 'pcrs-differ')
  await forgetTpm(at.context, id, 'pcrs')
  assert.equal(await share(at, swtpm, { boot: 2 }), first)
})

test('of a device and its copy, TPM state and all, neither gets anything once both have asked', {
  skip,
}, async () => {
  const at = await world()
  const swtpm = await emulator()
  await register(at, swtpm)
  await share(at, swtpm)
  await swtpm.stop()
  const copy = join(folder, 'copy')
  cpSync(swtpm.state, copy, { recursive: true, filter: (path) => !path.includes('.sock') })
  const [first, second] = [await emulator(swtpm.state), await emulator(copy)]
  await share(at, first, { boot: 2, bootId: bootOf('first') })
  await refused(at, share(at, second, { boot: 2, bootId: bootOf('second') }), 'copy-suspected')
  await refused(at, share(at, first, { boot: 2, bootId: bootOf('first') }), 'suspected')
  await forgetTpm(at.context, id, 'suspicion')
  await share(at, first, { boot: 3, bootId: bootOf('third') })
})

test('an older boot, a device that was reported stolen, and too many requests get nothing', {
  skip,
}, async () => {
  const at = await world()
  const swtpm = await emulator()
  await register(at, swtpm)
  await share(at, swtpm, { boot: 5 })
  await refused(at, share(at, swtpm, { boot: 4 }), 'boot-counter-back')
  await forgetTpm(at.context, id, 'suspicion')
  for (let count = 1; count < 30; count++) await share(at, swtpm, { boot: 6 })
  await assert.rejects(share(at, swtpm, { boot: 6 }), { code: 'FLEET_RATE_LIMITED' })
  at.clock.time += 3_600_001
  await share(at, swtpm, { boot: 6 })
  await revokeDevice(at.context, id, 'stolen')
  await refused(at, share(at, swtpm, { boot: 6 }), 'not-enrolled')
  const kept = await at.context.store.transact((transaction) => transaction.get('keys', `share:${id}`))
  assert.equal(kept, undefined, 'the share of a stolen device is destroyed')
})

test('another TPM is not taken in its place, a credential works once, and refusals do not fill the disk', {
  skip,
}, async () => {
  const at = await world()
  const [swtpm, other] = [await emulator(), await emulator()]
  await register(at, swtpm)
  await assert.rejects(register(at, other), { code: 'FLEET_CONFLICT' })
  await forgetTpm(at.context, id, 'tpm')
  const identity = await on(other, (tpm) => identityOf(tpm))
  await challengeTpm(at.context, id, identity)
  await assert.rejects(admitTpm(at.context, id, new Uint8Array(32)), { code: 'FLEET_REFUSED' })
  await register(at, other)
  const { request } = await requestOf(at, other)
  for (let count = 0; count < 40; count++)
    await assert.rejects(releaseShare(at.context, id, { ...request, nonce: bootOf(String(count)) }))
  assert.equal((await at.reasons()).length, 30)
  const record = await at.context.store.transact((transaction) => deviceRecord(transaction, id))
  assert.equal(record.tpm?.endorsement, p.toBase64url(identity.endorsement))
})

function rotated({ unlock }: World, next: Buffer, key = unlock.privateKey, device = id): p.KeyShareRotated {
  const mark = createHash('sha256').update('pericard/1/share\n').update(next).digest('base64url')
  const statement = { v: 1, device, share: mark } as const
  return {
    ...statement,
    signature: sign(null, p.keyShareRotatedStatement(statement), key).toString('base64url'),
  }
}

test('another share is given beside the first until the device says that it moved; then the first is gone', {
  skip,
}, async () => {
  const at = await world()
  const swtpm = await emulator()
  await register(at, swtpm)
  const both = async (): Promise<Buffer[]> => {
    const bytes = Buffer.from(await share(at, swtpm), 'base64url')
    return [bytes.subarray(0, 32), bytes.subarray(32)]
  }
  const [first = Buffer.of()] = await both()
  await rotateShareOf(at.context, id)
  const [same, next = Buffer.of()] = await both()
  assert.deepEqual([same, next.length], [first, 32])
  assert.deepEqual(await both(), [first, next], 'the same next one until it is confirmed')
  const confirm = (message: p.KeyShareRotated): Promise<void> => confirmRotation(at.context, id, message)
  const stranger = generateKeyPairSync('ed25519').privateKey
  await assert.rejects(confirm(rotated(at, next, stranger)), { code: 'FLEET_REFUSED' })
  await assert.rejects(confirm(rotated(at, next, at.unlock.privateKey, 'pump:2')), { code: 'FLEET_REFUSED' })
  await assert.rejects(confirm(rotated(at, first)), { code: 'FLEET_CONFLICT' })
  await assert.rejects(confirm(rotated(at, randomBytes(32))), { code: 'FLEET_CONFLICT' })
  assert.deepEqual(await both(), [first, next], 'nothing of that changed anything')
  await confirm(rotated(at, next))
  await confirm(rotated(at, next))
  assert.deepEqual(await both(), [next, Buffer.of()])
  await assert.rejects(confirm(rotated(at, first)), { code: 'FLEET_CONFLICT' })
})

test('a stolen device loses the next share too', { skip }, async () => {
  const at = await world()
  await at.context.store.transact(async (transaction) => {
    await transaction.put('keys', `share:${id}`, new Uint8Array(1))
    await transaction.put('keys', `share-next:${id}`, new Uint8Array(1))
  })
  await revokeDevice(at.context, id, 'stolen')
  const left = await at.context.store.transact((transaction) => transaction.list('keys', 'share'))
  assert.deepEqual(left, [])
  await assert.rejects(rotateShareOf(at.context, id), { code: 'FLEET_CONFLICT' })
})
