/** Another share in the place of a device's, without a moment in which the device has none (docs/specs/unlock.md, "Rotation"). */
import { createHash, createPublicKey, type KeyObject, randomBytes, verify } from 'node:crypto'
import { concat, utf8 } from '@pericard/base'
import {
  fromBase64url,
  type KeyShareRotated,
  keyShareRotatedStatement,
  toBase64url,
} from '@pericard/protocol'
import { audit } from './audit.ts'
import { type Context, deviceRecord, putDevice } from './context.ts'
import { FleetError } from './error.ts'
import { storedSecret, wrap } from './keys.ts'
import type { Transaction } from './ports/store.ts'

const shareBytes = 32

/** Where the share of a device lies. */
export function shareName(id: string): string {
  return `share:${id}`
}

/** Where the one lies that takes its place. */
export function nextShareName(id: string): string {
  return `share-next:${id}`
}

/** The share of a device, and the next one behind it while one takes the place of the other. */
export async function shareOf(
  transaction: Transaction,
  master: KeyObject,
  id: string,
  rotate: boolean,
): Promise<Uint8Array> {
  const fresh = (): Uint8Array => randomBytes(shareBytes)
  const share = await storedSecret(transaction, master, shareName(id), fresh)
  const pending = (await transaction.get('keys', nextShareName(id))) !== undefined
  if (!rotate && !pending) return share
  return concat(share, await storedSecret(transaction, master, nextShareName(id), fresh))
}

/** An operator wants another share: the device moves to it when it asks the next time. */
export async function rotateShareOf(context: Context, id: string): Promise<void> {
  await context.store.transact(async (transaction) => {
    const device = await deviceRecord(transaction, id)
    if (device.status !== 'enrolled') throw new FleetError('FLEET_CONFLICT', `The device is ${device.status}`)
    await putDevice(transaction, { ...device, rotateShare: true })
    await audit(transaction, { at: context.clock.now(), who: 'operator', what: 'rotate-share', about: id })
  })
}

/**
 * The device says that its vault hangs on the next share: the one before is destroyed. Saying it twice changes nothing. Signed by the
 * unlock key, and it names the share: a courier that was taken over can neither make the fleet forget what the device needs, nor
 * replay an earlier word.
 *
 * @throws {FleetError} `FLEET_REFUSED`, `FLEET_CONFLICT` where another share is the next one
 */
export async function confirmRotation(context: Context, id: string, message: KeyShareRotated): Promise<void> {
  const { master } = context
  await context.store.transact(async (transaction) => {
    const { rotateShare: _, ...device } = await deviceRecord(transaction, id)
    if (message.device !== id || device.status !== 'enrolled')
      throw new FleetError(
        'FLEET_REFUSED',
        'The message is not of this device, or the device is not enrolled',
      )
    if (!signedBy(device.unlockKey, keyShareRotatedStatement(message), message.signature))
      throw new FleetError('FLEET_REFUSED', 'The signature is not by the unlock key')
    const stored = async (name: string): Promise<Buffer | undefined> =>
      (await transaction.get('keys', name)) === undefined
        ? undefined
        : storedSecret(transaction, master, name, () => randomBytes(shareBytes))
    const [share, next] = [await stored(shareName(id)), await stored(nextShareName(id))]
    if (next === undefined && share !== undefined && shareMark(share) === message.share) return
    if (next === undefined || shareMark(next) !== message.share)
      throw new FleetError('FLEET_CONFLICT', 'Another share is the next one')
    await transaction.put('keys', shareName(id), wrap(master, shareName(id), next))
    await transaction.delete('keys', nextShareName(id))
    await putDevice(transaction, device)
    await audit(transaction, { at: context.clock.now(), who: id, what: 'share-rotated', about: id })
  })
}

/** What a share is known by: it tells nothing of 256 random bits. */
function shareMark(share: Uint8Array): string {
  return toBase64url(
    createHash('sha256')
      .update(concat(utf8('pericard/1/share\n'), share))
      .digest(),
  )
}

/** Whether the unlock key of a device signed a statement. */
export function signedBy(unlockKey: string | undefined, statement: Uint8Array, signature: string): boolean {
  const bytes = fromBase64url(signature)
  if (unlockKey === undefined || bytes?.length !== 64) return false
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: unlockKey }, format: 'jwk' })
  return verify(null, statement, key, bytes)
}
