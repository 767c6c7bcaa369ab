import {
  bundleEntriesMax,
  decode,
  formatIdempotencyKey,
  type IngestKey,
  ingestKey,
  makeBundle,
  sealedBundleAad,
  sealTo,
  toBase64url,
} from '@pericard/protocol'
import { utf8 } from '@pericard/base'
import type { StoredRecord, Vault } from '@pericard/vault'
import type { FleetCalls } from './fleet-calls.ts'
import type { KeeperState } from './state.ts'

/** Frames in one Bundle; a frame holds one record or a batch of them. */
const framesMax = 32

/**
 * Sends what the fleet has not acknowledged yet, oldest first, one Bundle at a time. What a Bundle covers is made durable before
 * it leaves, so that after a crash the same Bundle goes out under the same idempotency key and is stored once.
 *
 * @returns how many observations the fleet acknowledged; 0 when there was nothing to send
 */
export async function sendNext(
  device: string,
  vault: Vault,
  state: KeeperState,
  fleet: FleetCalls,
): Promise<number> {
  const batch = nextBatch(vault, state)
  if (batch === undefined) return 0
  const key = { bootEpoch: batch.epoch, sequence: batch.to }
  const { keyId, publicKey } = await ingestKeyOf(fleet)
  const bundle = utf8(JSON.stringify(makeBundle(batch.resources)))
  const { enc, ct } = await sealTo(publicKey, bundle, sealedBundleAad(device, key))
  const { status } = await fleet.call('POST', '/fhir', {
    headers: {
      'content-type': 'application/vnd.pericard.sealed+json',
      'idempotency-key': formatIdempotencyKey(key),
    },
    body: JSON.stringify({ v: 1, keyId, enc: toBase64url(enc), ct: toBase64url(ct) }),
  })
  // 409: under this key the fleet holds other content, since retention ended for a part of it meanwhile. It is stored.
  if (status !== 200 && status !== 409) throw new Error(`the fleet answered ${status} to a Bundle`)
  state.setCounters({ acknowledged: batch.to, 'batch-to': 0 })
  return batch.resources.length
}

interface Batch {
  readonly epoch: number
  readonly to: number
  readonly resources: readonly unknown[]
}

function nextBatch(vault: Vault, state: KeeperState): Batch | undefined {
  const from = state.counter('acknowledged')
  const begun = state.counter('batch-to')
  const records: StoredRecord[] = []
  for (const record of vault.after(from, framesMax)) {
    // Whole frames only: the cursor counts frames. A frame of more than a Bundle's worth is cut by the writer, not here.
    const full = records.length >= bundleEntriesMax && records.at(-1)?.sequence !== record.sequence
    if (full || (begun > 0 && record.sequence > begun)) break
    records.push(record)
  }
  const to = begun > 0 ? begun : (records.at(-1)?.sequence ?? 0)
  if (records.length === 0) {
    if (begun > 0) state.setCounters({ acknowledged: begun, 'batch-to': 0 })
    return undefined
  }
  if (begun === 0) state.setCounters({ 'batch-to': to, 'batch-epoch': state.counter('boot-epoch') })
  const resources = records.map((record): unknown => JSON.parse(Buffer.from(record.bytes).toString('utf8')))
  return { epoch: state.counter('batch-epoch'), to, resources }
}

async function ingestKeyOf(fleet: FleetCalls): Promise<IngestKey> {
  const { status, body } = await fleet.call('GET', '/v1/ingest-key')
  const answer = decode(ingestKey, body.toString('utf8'))
  if (status !== 200 || !answer.ok)
    throw new Error(`the fleet answered ${status} to the request for its ingest key`)
  return answer.value
}
