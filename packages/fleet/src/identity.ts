/** Which certificate of a device counts, and how another takes its place (docs/specs/enrolment.md, "Renewal"). */
import { type IdentityRenewal, identityRenewalStatement } from '@pericard/protocol'
import { audit } from './audit.ts'
import { type CertificateHolder, certsOnly } from './authority.ts'
import { type Context, type DeviceRecord, deviceRecord, putDevice } from './context.ts'
import { FleetError } from './error.ts'
import { signedBy } from './share-rotation.ts'

/**
 * Admits a device with the certificate that counts. The first use of the next one ends the one before: a key that was copied from a
 * courier dies with the renewal.
 *
 * @throws {FleetError} `FLEET_REFUSED`
 */
export async function admitDevice(
  context: Context,
  { device: id, serial }: CertificateHolder,
): Promise<DeviceRecord> {
  const { device, replaced } = await context.store.transact(async (transaction) => {
    const record = await deviceRecord(transaction, id)
    if (record.status !== 'enrolled') throw new FleetError('FLEET_REFUSED', `The device is ${record.status}`)
    const { certificate } = record
    if (certificate === undefined || certificate.serial === serial) return { device: record, replaced: false }
    if (certificate.next !== serial)
      throw new FleetError('FLEET_REFUSED', 'The certificate was replaced by another one')
    const moved: DeviceRecord = { ...record, certificate: { serial } }
    await putDevice(transaction, moved)
    await audit(transaction, {
      at: context.clock.now(),
      who: id,
      what: 'certificate-replaced',
      about: serial,
    })
    return { device: moved, replaced: true }
  })
  if (replaced) context.hub.emit('replaced', { device: id, serial })
  return device
}

/**
 * Certifies another key of a device. The request is signed by the unlock key, which only the keeper has: a courier that was taken over
 * cannot get itself an identity that outlives it (design section 3).
 *
 * @returns certificates alone, base64 PKCS#7
 * @throws {FleetError} `FLEET_REFUSED`, `FLEET_REQUEST_INVALID`
 */
export async function renewIdentity(context: Context, id: string, message: IdentityRenewal): Promise<string> {
  const { unlockKey } = await context.store.transact((transaction) => deviceRecord(transaction, id))
  if (message.device !== id) throw new FleetError('FLEET_REFUSED', 'The request names another device')
  if (!signedBy(unlockKey, identityRenewalStatement(message), message.signature))
    throw new FleetError('FLEET_REFUSED', 'The signature is not by the unlock key')
  const issued = await context.authority.certifyDevice(Buffer.from(message.request, 'base64'), id)
  const next = issued.serialNumber
  await context.store.transact(async (transaction) => {
    const device = await deviceRecord(transaction, id)
    if (device.status !== 'enrolled') throw new FleetError('FLEET_REFUSED', `The device is ${device.status}`)
    const { certificate } = device
    if (certificate === undefined)
      throw new FleetError('FLEET_REFUSED', 'The device was enrolled before certificates could be renewed')
    await putDevice(transaction, { ...device, certificate: { serial: certificate.serial, next } })
    await audit(transaction, { at: context.clock.now(), who: id, what: 'certificate-renewed', about: next })
  })
  return certsOnly([issued])
}
