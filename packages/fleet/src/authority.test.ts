import 'reflect-metadata'
import assert from 'node:assert/strict'
import { X509Certificate as NodeCertificate } from 'node:crypto'
import test from 'node:test'
import { systemClock } from '@pericard/base'
import * as x509 from '@peculiar/x509'
import { memoryStore } from './adapters/memory.ts'
import { audit, auditEntries, verifyAudit } from './audit.ts'
import { certsOnly, newAuthority, openAuthority } from './authority.ts'

const p256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }

async function request(curve = 'P-256'): Promise<Uint8Array> {
  const algorithm = { ...p256, namedCurve: curve }
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const csr = await x509.Pkcs10CertificateRequestGenerator.create({
    name: 'CN=someone else',
    keys,
    signingAlgorithm: algorithm,
  })
  return new Uint8Array(csr.rawData)
}

test('certifyDevice() names the enrolled device, whatever the request says, and holderOf() reads it back', async () => {
  const authority = await openAuthority(await newAuthority(systemClock), systemClock)
  const certificate = await authority.certifyDevice(await request(), 'pump:1')
  assert.deepEqual(authority.holderOf(new Uint8Array(certificate.rawData)), {
    device: 'pump:1',
    serial: certificate.serialNumber,
  })
  assert.ok(certsOnly([certificate, authority.rootPem]).length > 500)
})

test('certifyDevice() refuses other curves, bytes that are no request, and a flipped bit', async () => {
  const authority = await openAuthority(await newAuthority(systemClock), systemClock)
  const flipped = await request()
  flipped[flipped.length - 5] = (flipped[flipped.length - 5] ?? 0) ^ 1
  for (const bad of [await request('P-384'), new Uint8Array(), new Uint8Array(100), flipped]) {
    await assert.rejects(
      authority.certifyDevice(bad, 'pump:1'),
      (error: { code?: string }) => error.code === 'FLEET_REQUEST_INVALID',
    )
  }
})

test('holderOf() refuses the server certificate, the root, another root, and one that has expired', async () => {
  const state = await newAuthority(systemClock)
  const authority = await openAuthority(state, systemClock)
  const other = await openAuthority(await newAuthority(systemClock), systemClock)
  const server = await authority.serverIdentity(['localhost', '127.0.0.1'])
  assert.equal(authority.holderOf(new NodeCertificate(server.cert).raw), undefined)
  assert.equal(authority.holderOf(new NodeCertificate(authority.rootPem).raw), undefined)
  const certificate = new Uint8Array((await authority.certifyDevice(await request(), 'pump:1')).rawData)
  assert.equal(other.holderOf(certificate), undefined)
  const later = { now: () => systemClock.now() + 91 * 24 * 60 * 60 * 1000 }
  assert.equal((await openAuthority(state, later)).holderOf(certificate), undefined)
})

test('verifyAudit() is silent on what audit() wrote and names the entry that was changed, cut out or lost', async () => {
  const store = memoryStore()
  for (let n = 1; n <= 5; n++) {
    await store.transact((t) => audit(t, { at: n, who: 'operator', what: 'register', about: `pump:${n}` }))
  }
  assert.equal(await verifyAudit(store), undefined)
  const [, second] = await auditEntries(store)
  const key = String(2).padStart(15, '0')
  const original = await store.transact((t) => t.get('audit', key))
  await store.transact((t) => t.put('audit', key, Buffer.from(JSON.stringify({ ...second, who: 'nobody' }))))
  assert.equal(await verifyAudit(store), 3)
  await store.transact((t) => t.put('audit', key, original ?? new Uint8Array()))
  await store.transact((t) => t.delete('audit', String(5).padStart(15, '0')))
  assert.equal(await verifyAudit(store), 5)
})
