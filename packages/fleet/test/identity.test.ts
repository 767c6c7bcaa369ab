/** Another certificate in the place of a device's: only for the keeper, and the one before dies with its first use. */
import 'reflect-metadata'
import assert from 'node:assert/strict'
import { EventEmitter } from 'node:events'
import { createSecretKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import test from 'node:test'
import * as x509 from '@peculiar/x509'
import { systemClock } from '@pericard/base'
import { type IdentityRenewal, identityRenewalStatement } from '@pericard/protocol'
import { newAuthority, openAuthority } from '../src/authority.ts'
import { type Context, deviceRecord, putDevice } from '../src/context.ts'
import { revokeDevice } from '../src/devices.ts'
import { admitDevice, renewIdentity } from '../src/identity.ts'
import { memoryStore } from '../src/index.ts'
import { registerUnlockKey } from '../src/key-share.ts'

const id = 'pump:1'
const p256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }

async function requestText(): Promise<string> {
  const keys = await crypto.subtle.generateKey(p256, true, ['sign', 'verify'])
  const made = await x509.Pkcs10CertificateRequestGenerator.create({
    ...{ name: 'CN=x', keys, signingAlgorithm: p256 },
  })
  return Buffer.from(made.rawData).toString('base64')
}

interface World {
  readonly context: Context
  readonly serial: string
  readonly replaced: unknown[]
  readonly renewal: (change?: Partial<IdentityRenewal>, key?: KeyObject) => Promise<IdentityRenewal>
}

async function world(): Promise<World> {
  const store = memoryStore()
  const authority = await openAuthority(await newAuthority(systemClock), systemClock)
  const parts = { store, authority, master: createSecretKey(randomBytes(32)), clock: systemClock }
  const context = { ...parts, hub: new EventEmitter() } as unknown as Context
  const first = await authority.certifyDevice(Buffer.from(await requestText(), 'base64'), id)
  const serial = first.serialNumber
  const counters = { bootEpoch: 0, shares: [], observations: 0, events: 0 }
  await store.transact((transaction) =>
    putDevice(transaction, { id, status: 'enrolled', ...counters, certificate: { serial } }),
  )
  const unlock = generateKeyPairSync('ed25519')
  const { x = '' } = unlock.publicKey.export({ format: 'jwk' })
  await registerUnlockKey(context, id, Buffer.from(x, 'base64url'))
  const replaced: unknown[] = []
  context.hub.on('replaced', (by) => replaced.push(by))
  const renewal = async (
    change: Partial<IdentityRenewal> = {},
    key = unlock.privateKey,
  ): Promise<IdentityRenewal> => {
    const statement = { v: 1 as const, device: id, request: await requestText() }
    const signature = sign(null, identityRenewalStatement(statement), key).toString('base64url')
    return { ...statement, signature, ...change }
  }
  return { context, serial, replaced, renewal }
}

function serialIn(pkcs7: string): string {
  const [certificate] = new x509.X509Certificates(Buffer.from(pkcs7, 'base64'))
  return certificate?.serialNumber ?? ''
}

test('with the first use of a new certificate the one before is refused, and its connections end', async () => {
  const { context, serial, replaced, renewal } = await world()
  const lost = serialIn(await renewIdentity(context, id, await renewal()))
  const next = serialIn(await renewIdentity(context, id, await renewal()))
  await admitDevice(context, { device: id, serial })
  await assert.rejects(admitDevice(context, { device: id, serial: lost }), { code: 'FLEET_REFUSED' })
  assert.deepEqual(replaced, [])
  await admitDevice(context, { device: id, serial: next })
  await admitDevice(context, { device: id, serial: next })
  assert.deepEqual(replaced, [{ device: id, serial: next }])
  await assert.rejects(admitDevice(context, { device: id, serial }), { code: 'FLEET_REFUSED' })
})

test('without the unlock key nobody gets a certificate, with the key of the connection neither', async () => {
  const { context, serial, renewal } = await world()
  const stranger = generateKeyPairSync('ed25519').privateKey
  const refused = [
    await renewal({}, stranger),
    await renewal({ request: await requestText() }),
    await renewal({ device: 'pump:2' }),
    await renewal({ signature: 'A'.repeat(86) }),
  ]
  for (const message of refused)
    await assert.rejects(renewIdentity(context, id, message), { code: 'FLEET_REFUSED' })
  const record = await context.store.transact((transaction) => deviceRecord(transaction, id))
  assert.deepEqual(record.certificate, { serial })
  await revokeDevice(context, id, 'revoked')
  await assert.rejects(renewIdentity(context, id, await renewal()), { code: 'FLEET_REFUSED' })
  await assert.rejects(admitDevice(context, { device: id, serial }), { code: 'FLEET_REFUSED' })
})
