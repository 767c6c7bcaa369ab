import test from 'node:test'
import assert from 'node:assert/strict'
import { linkPolicy } from '@pericard/protocol'
import { https, target } from '../../test/twins.ts'
import { probeById } from './index.ts'
import type { ProbeResult, ProbeTarget } from '../probe.ts'

async function run(id: string, parts: Partial<ProbeTarget>): Promise<ProbeResult> {
  const probe = probeById(id)
  assert.ok(probe)
  return probe.run(target(parts))
}

test('tls-downgrade breaks a server that allows TLS 1.0 and weak suites', async (t) => {
  const weak = { minVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0' } as const
  const deviceUrl = await https(t, weak, (_, response) => response.end())
  const { result, saw } = await run('tls-downgrade', { fleet: { deviceUrl } })
  assert.equal(result, 'failed', saw)
  assert.match(saw, /TLS 1\.0/)
  assert.match(saw, /weak suites/)
})

test('tls-downgrade does not break a server under the link policy', async (t) => {
  const deviceUrl = await https(t, linkPolicy(), (_, response) => response.end())
  const { result, saw } = await run('tls-downgrade', { fleet: { deviceUrl } })
  assert.equal(result, 'held', saw)
})

test('tls-downgrade proves nothing about a port that is down', async () => {
  const { result } = await run('tls-downgrade', { fleet: { deviceUrl: 'https://127.0.0.1:1' } })
  assert.equal(result, 'not-run')
})

test('device-port-without-certificate breaks a port that asks for the certificate after the handshake', async (t) => {
  const lax = { ...linkPolicy(), requestCert: true, rejectUnauthorized: false }
  const deviceUrl = await https(t, lax, (_, response) => response.writeHead(401).end())
  const { result } = await run('device-port-without-certificate', { fleet: { deviceUrl } })
  assert.equal(result, 'failed')
})

test('device-port-without-certificate does not break a port that demands it in the handshake', async (t) => {
  const strict = { ...linkPolicy(), requestCert: true, rejectUnauthorized: true }
  const deviceUrl = await https(t, strict, (_, response) => response.end('hello'))
  const { result, saw } = await run('device-port-without-certificate', { fleet: { deviceUrl } })
  assert.equal(result, 'held', saw)
})

test('default-credential breaks an enrolment that knows admin:admin, and no other', async (t) => {
  const known = `Basic ${Buffer.from('admin:admin').toString('base64')}`
  const weak = await https(t, linkPolicy(), (request, response) =>
    response.writeHead(request.headers.authorization === known ? 400 : 401).end(),
  )
  const sound = await https(t, linkPolicy(), (_, response) => response.writeHead(401).end())
  const broken = await run('default-credential', { fleet: { enrolUrl: weak, consoleUrl: sound } })
  assert.equal(broken.result, 'failed')
  assert.match(broken.saw, /^1 of \d+ attempts got through: enrolment as "admin"/)
  const held = await run('default-credential', { fleet: { enrolUrl: sound, consoleUrl: sound } })
  assert.equal(held.result, 'held', held.saw)
})
