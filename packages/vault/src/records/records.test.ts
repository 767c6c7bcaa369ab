/** Canaries, compression, streams, and the places from which a ratchet is turned on. */
import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { fromUtf8, utf8 } from '@pericard/base'
import { MemoryFrameStore } from '../adapters/memory.ts'
import { freshKey } from '../keys/key.ts'
import type { Change, CheckpointRow } from '../ports/frame-store.ts'
import { storeKeys } from '../../test/keys.ts'
import { Vault, type VaultOptions, type VaultRecord } from './vault.ts'

const day = 24 * 3_600_000
const at = 100 * day
const unlockKey = freshKey()
const clock = { now: () => at }
const keep = new Map<string, number | 'forever'>([['ecg', 'forever']])
const open = (store: MemoryFrameStore, more: Partial<VaultOptions> = {}): Vault =>
  Vault.open({ store, clock, keys: storeKeys(unlockKey), keep, ...more })
const record = (text: string, part: Partial<VaultRecord> = {}): VaultRecord => ({
  ...{ data: 'ecg', subject: 'patient-1', at, bytes: utf8(text) },
  ...part,
})
const read = (vault: Vault, subject = 'patient-1'): (string | undefined)[] =>
  [...vault.read({ data: 'ecg', subject, from: at - day, to: at + day })].map(({ bytes }) => fromUtf8(bytes))

test('opening a canary is reported; it is not sent, and nobody tells it by its name or its size', () => {
  const opened: string[] = []
  const store = new MemoryFrameStore()
  const vault = open(store, { onCanary: (data) => opened.push(data) })
  assert.equal(vault.hasCanary('ecg', at), false)
  vault.append([record('real')])
  const subject = vault.plantCanary({ data: 'ecg', at, bytes: utf8('fake') })
  assert.match(subject, /^Patient\/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/)
  assert.equal(vault.hasCanary('ecg', at), true)
  assert.deepEqual(
    [...vault.after(0, 10)].map(({ bytes }) => fromUtf8(bytes)),
    ['real'],
  )
  assert.deepEqual([read(vault), opened], [['real'], []])
  assert.equal(vault.verify().broken, undefined)
  assert.deepEqual([read(vault, subject), opened], [['fake'], ['ecg']])
  const other = open(new MemoryFrameStore())
  assert.notEqual(other.plantCanary({ data: 'ecg', at, bytes: utf8('x') }), '')
})

test('waveforms are compressed with others of their subject, and read back as they were, beside records that are not', () => {
  const store = new MemoryFrameStore()
  const vault = open(store)
  const wave = (seed: number): string =>
    Array.from({ length: 500 }, (_, i) => Math.round(1000 * Math.sin((i + seed) / 9))).join(' ')
  const waves = Array.from({ length: 20 }, (_, n) => record(wave(n), { compress: true }))
  vault.append([...waves, record('plain')])
  const texts = waves.map(({ bytes }) => fromUtf8(bytes))
  const inOrder = (list: readonly (string | undefined)[]): string[] =>
    list.map(String).toSorted((a, b) => a.localeCompare(b))
  assert.deepEqual(inOrder(read(vault)), inOrder([...texts, 'plain']))
  const bodies = [...store.frames({})].reduce((sum, { body }) => sum + (body?.length ?? 0), 0)
  const plain = waves.reduce((sum, { bytes }) => sum + bytes.length, 0)
  assert.ok(bodies < plain / 2, `${bodies} of ${plain} bytes`)
  assert.equal(open(store).verify().broken, undefined)
  for (const row of store.frames({}))
    for (let bit = 0; bit < 64; bit++) {
      const tampered = new MemoryFrameStore()
      const body = row.body?.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))
      const frames = [...store.frames({})].map((each) =>
        each.sequence === row.sequence ? { ...each, body: body ?? new Uint8Array() } : each,
      )
      tampered.commit({ meta: { head: store.meta('head') ?? new Uint8Array() } })
      tampered.commit({ putDeks: [...store.deks()], putFrames: frames })
      assert.equal(open(tampered).verify().broken?.code, 'VAULT_RECORD_FORGED')
    }
})

test('a stream is stored batch by batch: no more is asked for before the last is durable', async () => {
  const store = new MemoryFrameStore()
  const vault = open(store)
  let [made, most] = [0, 0]
  async function* source(): AsyncGenerator<VaultRecord> {
    for (; made < 95; made++) {
      most = Math.max(most, made - [...vault.after(0, 1_000)].length)
      yield record(`${made}`)
    }
  }
  assert.equal(await vault.appendAll(source(), 10), 95)
  assert.ok(most <= 10, `${most} records waited`)
  assert.equal(read(vault).length, 95)
})

test('a start and a reader in the middle turn the ratchet from the nearest checkpoint, and give what turning it all gives', () => {
  class Counting extends MemoryFrameStore {
    readonly asked: (CheckpointRow | undefined)[] = []
    override checkpoint(dek: string, step: number): CheckpointRow | undefined {
      const found = super.checkpoint(dek, step)
      this.asked.push(found)
      return found
    }
  }
  const store = new Counting()
  const vault = open(store)
  for (let n = 0; n < 600; n++) vault.append([record(`${n}`)])
  assert.deepEqual(
    [...store.checkpoints()].map(({ step }) => step),
    [256, 512],
  )
  const again = open(store)
  again.append([record('600')])
  assert.equal(store.asked.at(-1)?.step, 512)
  const late = [...open(store).after(598, 10)].map(({ bytes }) => fromUtf8(bytes))
  assert.deepEqual([late, store.asked.at(-1)?.step], [['598', '599', '600'], 512])
  assert.equal(read(open(store)).length, 601)
  again.rewrap({ kek: freshKey(), meta: {} })
  again.append([record('601')])
  assert.equal(read(again).length, 602)
})

test('a checkpoint that is forged, or of another place, opens nothing', () => {
  const store = new MemoryFrameStore()
  const vault = open(store)
  for (let n = 0; n < 260; n++) vault.append([record(`${n}`)])
  const [checkpoint] = [...store.checkpoints()]
  assert.ok(checkpoint !== undefined)
  store.commit({ putCheckpoints: [{ ...checkpoint, step: 255 }] })
  assert.throws(() => [...open(store).after(255, 1)], { code: 'VAULT_KEY_FORGED' })
})

test('no key and no nonce is used twice, whatever fails, restarts, rotates or is deleted', () => {
  type Step = 'append' | 'fail' | 'reopen' | 'rewrap' | 'delete'
  const steps = fc.array(fc.constantFrom<Step>('append', 'append', 'fail', 'reopen', 'rewrap', 'delete'), {
    maxLength: 30,
  })
  fc.assert(
    fc.property(steps, (plan) => {
      const sealed = new Map<string, string>()
      class Watching extends MemoryFrameStore {
        failing = false
        override commit(change: Change): void {
          for (const { header, body = new Uint8Array() } of change.putFrames ?? []) {
            // The commitment stands for the key, since both come from one place of the ratchet.
            const place = Buffer.from(header.subarray(97, 125)).toString('hex')
            const content = Buffer.from(body).toString('hex')
            assert.equal(sealed.get(place) ?? content, content, 'one key and nonce for two texts')
            sealed.set(place, content)
          }
          if (this.failing) throw new Error('no space')
          super.commit(change)
        }
      }
      const store = new Watching()
      let keys = storeKeys(unlockKey)
      let vault = Vault.open({ store, clock, keys, keep })
      plan.forEach((step, n) => {
        const one = record(`${n}`, { subject: `patient-${n % 3}` })
        if (step === 'append') vault.append([one])
        else if (step === 'delete') vault.deleteSubject(`patient-${n % 3}`)
        else if (step === 'reopen') vault = Vault.open({ store, clock, keys, keep })
        else if (step === 'rewrap') {
          keys = { ...keys, kek: freshKey() }
          vault.rewrap({ kek: keys.kek, meta: {} })
        } else {
          store.failing = true
          assert.throws(() => vault.append([one]), /no space/)
          store.failing = false
        }
      })
      assert.equal(vault.verify().broken, undefined)
    }),
    { numRuns: 100 },
  )
})
