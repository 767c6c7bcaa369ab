/** When the vault opens and when it locks, against a fleet that says yes, no, or nothing. */
import assert from 'node:assert/strict'
import { createHash, createPublicKey, randomBytes, verify } from 'node:crypto'
import test, { type TestContext } from 'node:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Bytes, concat } from '@pericard/base'
import type { DeviceFile, VaultSettings } from '@pericard/model'
import {
  fromBase64url,
  keyShareAad,
  type KeyShareRequest,
  type KeyShareRotated,
  keyShareRotatedStatement,
  keyShareStatement,
  sealTo,
  toBase64url,
} from '@pericard/protocol'
import { freshKey, type SecretKey, secretKey } from '@pericard/vault'
import { SqliteFrameStore } from '@pericard/vault/adapters/sqlite'
import type { Message } from '../channel.ts'
import { FleetCalls } from './fleet-calls.ts'
import type { Hardware } from './hardware.ts'
import { OpenVault } from './open-vault.ts'
import type { Say } from './say.ts'
import { KeeperState } from './state.ts'
import { Unlocking } from './unlocking.ts'

const device = 'pump:1'
const hour = 3_600_000
const local = { shares: new Map([['own', freshKey()]]), device: freshKey() }

/** What the fleet keeps, and how it answers. */
interface Fleet {
  share: Bytes
  next: Bytes | undefined
  /** Instead of an answer. */
  status: number
  leaseSeconds: number
  rotated: number
}

function fileWith(vault: Partial<VaultSettings>): DeviceFile {
  const keys = ['own: device', 'fleet: fleet'].map((each) => each.split(': '))
  return {
    keys: keys.map(([id, storedBy]) => ({ id, storedBy })),
    vault: { unlock: ['own', 'fleet'], ...vault },
  } as unknown as DeviceFile
}

interface World {
  readonly fleet: Fleet
  readonly uptime: { time: number }
  readonly tpm: { clock: number; boot: number }
  readonly said: string[]
  /** A start of the keeper on the same store. */
  readonly start: () => Unlocking
}

function world(
  t: TestContext,
  vault: Partial<VaultSettings> = {},
  crashBeforeConfirm = { on: false },
): World {
  const data = mkdtempSync(join(tmpdir(), 'pericard-unlocking-'))
  const store = new SqliteFrameStore(join(data, 'vault.db'))
  t.after(() => {
    store.close()
    rmSync(data, { recursive: true })
  })
  const fleet: Fleet = {
    ...{ share: new Uint8Array(randomBytes(32)), next: undefined, status: 200, leaseSeconds: 24 * 3600 },
    rotated: 0,
  }
  const uptime = { time: 0, now: () => uptime.time }
  const tpm = { clock: 0, boot: 1 }
  const said: string[] = []
  const state = KeeperState.open(store, local.device)
  const calls: FleetCalls = new FleetCalls({ send: (message) => void answered(message) })
  async function answered({ id, path, body }: Message): Promise<void> {
    if (crashBeforeConfirm.on && String(path).endsWith('rotated'))
      return calls.onAnswer({ type: 'answer', id, error: 'ECONNRESET' })
    const text = Buffer.from(String(body), 'base64').toString()
    const [status, answer] =
      fleet.status === 200 ? await answerOf(fleet, String(path), text, state) : [fleet.status, {}]
    const encoded = Buffer.from(JSON.stringify(answer)).toString('base64')
    if (status === 0) calls.onAnswer({ type: 'answer', id, error: 'ECONNREFUSED' })
    else calls.onAnswer({ type: 'answer', id, status, body: encoded })
  }
  const file = fileWith(vault)
  const start = (): Unlocking => {
    state.setCounters({ 'boot-epoch': tpm.boot, 'tpm-registered': 1 })
    const hardware = {
      tpm: {
        clock: async () => ({ clock: tpm.clock }),
        quote: async () => ({ attest: new Uint8Array(1), signature: new Uint8Array(1) }),
      } as unknown as Hardware,
      secrets: { share: freshKey(), auth: new Uint8Array(32) },
    }
    const say = {
      log: ({ event }: { event: string }) => said.push(event),
      status: (status: string, detail: string) => said.push(`${status}: ${detail}`),
      security: (event: string) => said.push(event),
    } as unknown as Say
    const unlocking: Unlocking = new Unlocking({
      ...{ file, device, store, state, fleet: calls, say, uptime },
      local: vault.offline === undefined ? local : { ...local, hardware },
      closing: () => void said.push('closing'),
      open: (unlockKey: SecretKey) =>
        OpenVault.open({
          ...{ store, device, unlockKey, custody: {}, eraseRoot: undefined },
          ...{ clock: { now: () => 50 * 24 * hour }, keep: new Map([['vitals', 'forever' as const]]) },
          ...(vault.eraseRoot === 'fleet' ? { turnShare: (move) => unlocking.turnShare(move) } : {}),
          ...{ onCanary: () => undefined, onReceipt: () => undefined },
        }),
    })
    return unlocking
  }
  return { fleet, uptime, tpm, said, start }
}

/** As the fleet answers (docs/specs/unlock.md), the TPM's part left out. */
async function answerOf(
  fleet: Fleet,
  path: string,
  body: string,
  state: KeeperState,
): Promise<[number, object]> {
  const unlockKey = createPublicKey(state.unlockSigningKey)
  if (path === '/v1/key-share/challenge') return [200, { nonce: toBase64url(randomBytes(16)) }]
  if (path === '/v1/key-share/rotated') {
    const message = JSON.parse(body) as KeyShareRotated
    const signature = Buffer.from(message.signature, 'base64url')
    assert.ok(verify(null, keyShareRotatedStatement(message), unlockKey, signature))
    const mark = createHash('sha256')
      .update('pericard/1/share\n')
      .update(fleet.next ?? new Uint8Array())
    assert.equal(message.share, mark.digest('base64url'))
    if (fleet.next !== undefined) fleet.share = fleet.next
    fleet.next = undefined
    fleet.rotated++
    return [200, {}]
  }
  if (path !== '/v1/key-share') return [200, { registered: true }]
  const request = JSON.parse(body) as KeyShareRequest
  assert.ok(verify(null, keyShareStatement(request), unlockKey, Buffer.from(request.signature, 'base64url')))
  if (request.rotate === true) fleet.next ??= new Uint8Array(randomBytes(32))
  const plain = concat(fleet.share, fleet.next ?? new Uint8Array())
  const recipient = fromBase64url(request.hpkePublicKey) ?? new Uint8Array()
  const { enc, ct } = await sealTo(recipient, plain, keyShareAad(device, request.nonce))
  return [200, { v: 1, leaseSeconds: fleet.leaseSeconds, enc: toBase64url(enc), ct: toBase64url(ct) }]
}

test('the vault is open while the lease counts, is renewed, and locks when the fleet is silent to its end', async (t) => {
  const { fleet, uptime, said, start } = world(t)
  const unlocking = start()
  assert.equal(await unlocking.ask(), 6 * hour)
  assert.ok(unlocking.open !== undefined)
  uptime.time = 20 * hour
  await unlocking.ask()
  uptime.time = 30 * hour
  assert.ok(unlocking.open !== undefined, 'renewed at 20 h')
  for (const status of [0, 500, 503, 429]) {
    fleet.status = status
    await unlocking.ask()
    assert.ok(unlocking.open !== undefined, `a fleet that answers ${status} has not said no`)
  }
  uptime.time = 44 * hour
  assert.equal(unlocking.open, undefined)
  assert.deepEqual(said.slice(-3), ['closing', 'vault-locked', 'locked: the lease ended'])
  assert.ok((await unlocking.ask()) <= 30_000)
  assert.equal(unlocking.open, undefined, 'without a word on "offline" nothing is kept')
  fleet.status = 200
  await unlocking.ask()
  assert.ok(unlocking.open !== undefined)
})

test('a refusal locks at once, and what was kept for times without network is gone', async (t) => {
  const { fleet, said, start } = world(t, { offline: { time: 48 * hour, boots: 5 } })
  const unlocking = start()
  await unlocking.ask()
  fleet.status = 403
  await unlocking.ask()
  assert.equal(unlocking.open, undefined)
  assert.ok(said.some((each) => each.startsWith('locked: the fleet answered 403')))
  fleet.status = 0
  const again = start()
  await again.ask()
  assert.equal(again.open, undefined)
})

test('without network the vault opens for the time and the starts that were given, by the TPM, and no longer', async (t) => {
  const { fleet, uptime, tpm, said, start } = world(t, { offline: { time: 48 * hour, boots: 2 } })
  fleet.leaseSeconds = 10 * 24 * 3600
  await start().ask()
  fleet.status = 0
  tpm.boot = 2
  tpm.clock = 40 * hour
  const second = start()
  await second.ask()
  assert.ok(second.open !== undefined)
  assert.ok(said.includes('unlocked: offline, 28800 s left'))
  uptime.time = 8 * hour
  assert.equal(second.open, undefined, 'the shorter of both counts')
  const boots = async (boot: number, clock: number): Promise<boolean> => {
    ;[tpm.boot, tpm.clock] = [boot, clock]
    const unlocking = start()
    await unlocking.ask()
    return unlocking.open !== undefined
  }
  assert.equal(await boots(3, 41 * hour), true)
  assert.equal(await boots(4, 41 * hour), false, 'a third start')
  assert.equal(await boots(3, 48 * hour), false, 'the time is over')
  assert.equal(await boots(0, hour), false, 'a counter below that of the lease')
  assert.deepEqual(
    said.filter((each) => each.startsWith('lease-refused')),
    ['lease-refused: boots', 'lease-refused: time', 'lease-refused: set-back'],
  )
})

test('the fleet shortens what the device file allows', async (t) => {
  const { fleet, tpm, start } = world(t, { offline: { time: 48 * hour, boots: 5 } })
  fleet.leaseSeconds = 3600
  await start().ask()
  fleet.status = 0
  tpm.clock = hour
  const later = start()
  await later.ask()
  assert.equal(later.open, undefined)
})

for (const vault of [{}, { threshold: 2 }] as const)
  test(`another share takes the place of the fleet’s, ${'threshold' in vault ? '2 of 2' : 'all of two'}, also where the confirmation was lost`, async (t) => {
    const crash = { on: false }
    const { fleet, said, start } = world(t, vault, crash)
    const unlocking = start()
    await unlocking.ask()
    const before = secretKey(fleet.share.slice())
    fleet.next = new Uint8Array(randomBytes(32))
    await unlocking.ask()
    assert.equal(fleet.rotated, 1)
    assert.ok(said.includes('fleet-share-rotated'))
    assert.notDeepEqual(fleet.share, before.object.export())
    const again = start()
    await again.ask()
    assert.ok(again.open !== undefined, 'under the share that is left')
    fleet.next = new Uint8Array(randomBytes(32))
    crash.on = true
    await again.ask()
    crash.on = false
    const third = start()
    await third.ask()
    assert.ok(third.open !== undefined, 'under the next one already')
    assert.equal(fleet.rotated, 2)
  })

test('a subject that is deleted dies with the share of the fleet where that is the erase root', async (t) => {
  const { fleet, start } = world(t, { eraseRoot: 'fleet' })
  const unlocking = start()
  await unlocking.ask()
  const { open } = unlocking
  assert.ok(open !== undefined)
  const record = { data: 'vitals', at: 50 * 24 * hour, bytes: new Uint8Array(8) }
  open.vault.append(['anna', 'ben'].map((subject) => ({ ...record, subject })))
  fleet.status = 0
  assert.deepEqual(await open.erase('anna'), { keys: 1 }, 'no receipt while the fleet is silent')
  fleet.status = 200
  const receipt = await open.settle()
  assert.deepEqual([receipt?.receipt.root, fleet.rotated], ['fleet', 1])
  assert.equal(await open.settle(), undefined)
  const again = start()
  await again.ask()
  assert.deepEqual(
    [...(again.open?.vault.after(0, 100) ?? [])].map(({ subject }) => subject),
    ['ben'],
  )
})
