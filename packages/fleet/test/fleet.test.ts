/** The whole server with real TLS clients. */
import 'reflect-metadata'
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after, before } from 'node:test'
import { connect, type ConnectionOptions } from 'node:tls'
import * as x509 from '@peculiar/x509'
import { systemClock } from '@pericard/base'
import * as p from '@pericard/protocol'
import { type Fleet, sqliteStore, startFleet } from '../src/index.ts'

const deviceText = readFileSync(
  new URL('../../../examples/infusion-pump/device.yaml', import.meta.url),
  'utf8',
)
/** The same pump with a share that a person brings: it can quote nothing. */
const withoutTpm = deviceText.replace('stored-by: tpm', 'stored-by: operator')
const p256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const examples = new URL('../../../examples/infusion-pump/', import.meta.url)
const folder = mkdtempSync(join(tmpdir(), 'pericard-fleet-'))
const data = join(folder, 'data')
let fleet: Fleet
let cookie = ''
interface Credentials {
  readonly key: string
  readonly cert: string
}
interface Answer {
  readonly status: number
  readonly text: string
  readonly cookie?: string
}

before(async () => {
  fleet = await startFleet({
    store: sqliteStore(data),
    masterKeyFile: `${data}.key`,
    ports: { console: 0, device: 0, enrol: 0 },
    hostnames: ['127.0.0.1'],
    clock: systemClock,
    log: (line) => console.error(line),
  })
  const link = await fleet.signInLink()
  const first = await call('GET', link)
  assert.equal(first.status, 303)
  assert.match(first.cookie ?? '', /__Host-pericard=.*HttpOnly.*Secure.*SameSite=Strict/)
  cookie = first.cookie?.split(';')[0] ?? ''
  assert.equal((await call('GET', link)).status, 401, 'a link works once')
})
after(async () => {
  await fleet.close()
  rmSync(folder, { recursive: true, force: true })
})

function call(
  method: string,
  url: string,
  extra: { headers?: Record<string, string>; body?: string; tls?: object } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { method, ca: fleet.fleetRoot, agent: false, headers: extra.headers ?? {}, ...extra.tls }
    const sent = request(url, options, (response) => {
      let text = ''
      response.on('data', (chunk: Buffer) => (text += chunk.toString()))
      response.on('error', reject)
      response.on('end', () => {
        const set = response.headers['set-cookie']?.[0]
        resolve({ status: response.statusCode ?? 0, text, ...(set === undefined ? {} : { cookie: set }) })
      })
    })
    sent.on('error', reject)
    sent.end(extra.body)
  })
}

function operator(method: string, path: string, body?: unknown): Promise<Answer> {
  const text = body === undefined ? {} : { body: JSON.stringify(body) }
  return call(method, fleet.consoleUrl + path, { headers: { cookie, 'x-pericard': '1' }, ...text })
}

async function register(
  serial: string,
  deviceFile = deviceText,
): Promise<{ id: string; oneTimeCode: string }> {
  const sboms = { 'sbom.cdx.json': readFileSync(new URL('sbom.cdx.json', examples), 'utf8') }
  const answer = await operator('POST', '/api/devices', { deviceFile, includes: {}, sboms, serial })
  assert.equal(answer.status, 201, answer.text)
  return JSON.parse(answer.text) as { id: string; oneTimeCode: string }
}

async function enrol(id: string, code: string): Promise<{ answer: Answer; key: string }> {
  const keys = await crypto.subtle.generateKey(p256, true, ['sign', 'verify'])
  const csr = await x509.Pkcs10CertificateRequestGenerator.create({
    name: 'CN=x',
    keys,
    signingAlgorithm: p256,
  })
  const authorization = `Basic ${Buffer.from(`${id}:${code}`).toString('base64')}`
  const body = Buffer.from(csr.rawData).toString('base64')
  const url = `${fleet.enrolUrl}/.well-known/est/simpleenroll`
  const answer = await call('POST', url, {
    headers: { authorization, 'content-type': 'application/pkcs10' },
    body,
  })
  const key = x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY')
  return { answer, key }
}

async function enrolled(serial: string, deviceFile?: string): Promise<Credentials & { id: string }> {
  const { id, oneTimeCode } = await register(serial, deviceFile)
  const { answer, key } = await enrol(id, oneTimeCode)
  assert.equal(answer.status, 200, answer.text)
  const [certificate] = new x509.X509Certificates(Buffer.from(answer.text, 'base64'))
  return { id, key, cert: certificate?.toString('pem') ?? '' }
}

const bundle = (name: string): string =>
  JSON.stringify(
    p.makeBundle([
      {
        resourceType: 'Observation',
        status: 'final',
        code: { text: 'qqmeasuredqq' },
        subject: { display: name },
        effectiveDateTime: '2026-01-01T00:00:00Z',
        valueQuantity: { value: 71, unit: '/min' },
      },
    ]),
  )

function fhir(
  device: Credentials,
  key: string,
  body: string,
  type = 'application/fhir+json',
): Promise<Answer> {
  const headers = { 'content-type': type, 'idempotency-key': key }
  return call('POST', `${fleet.deviceUrl}/fhir`, {
    headers,
    body,
    tls: { key: device.key, cert: device.cert },
  })
}

/** 'open' if data can be read after the handshake, else what ended it. */
function handshake(options: ConnectionOptions): Promise<string> {
  const port = Number(new URL(fleet.deviceUrl).port)
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', ca: fleet.fleetRoot, ...options })
    socket.on('secureConnect', () => socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n'))
    socket.on('data', () => {
      resolve('open')
      socket.destroy()
    })
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'error'))
    socket.on('close', () => resolve('closed'))
  })
}

test('device port: the link policy holds, and only a certificate of this fleet gets through', async () => {
  const device = await enrolled('T1')
  const own = { key: device.key, cert: device.cert }
  assert.equal(await handshake(own), 'open')
  assert.equal(await handshake({ ...own, maxVersion: 'TLSv1.2' }), 'open')
  assert.notEqual(
    await handshake({ ...own, minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }),
    'open',
  )
  assert.notEqual(
    await handshake({ ...own, maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-SHA256' }),
    'open',
  )
  assert.notEqual(await handshake({}), 'open')
  const keys = await crypto.subtle.generateKey(p256, true, ['sign', 'verify'])
  const foreign = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${device.id}`,
    keys,
    signingAlgorithm: p256,
  })
  const key = x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY')
  assert.notEqual(await handshake({ key, cert: foreign.toString('pem') }), 'open')
})

test('enrol port: a code works once, and five wrong ones burn it', async () => {
  const { id, oneTimeCode } = await register('T2')
  for (let n = 0; n < 4; n++) assert.equal((await enrol(id, 'wrong')).answer.status, 403)
  assert.equal((await enrol(id, oneTimeCode)).answer.status, 200)
  assert.equal((await enrol(id, oneTimeCode)).answer.status, 403)
  const other = await register('T3')
  for (let n = 0; n < 5; n++) await enrol(other.id, 'wrong')
  assert.equal((await enrol(other.id, other.oneTimeCode)).answer.status, 403)
})

test('POST /fhir: the same message is stored once, another under its key is refused, and nothing lies in clear', async () => {
  const device = await enrolled('T4')
  const first = await fhir(device, '1:1', bundle('Zacharias Testpatient'))
  assert.equal(first.status, 200, first.text)
  assert.equal((JSON.parse(first.text) as { type: string }).type, 'transaction-response')
  assert.deepEqual(await fhir(device, '1:1', bundle('Zacharias Testpatient')), first)
  assert.equal((await fhir(device, '1:1', bundle('somebody else'))).status, 409)
  const ingest = await call('GET', `${fleet.deviceUrl}/v1/ingest-key`, { tls: device })
  const { keyId, publicKey } = JSON.parse(ingest.text) as { keyId: string; publicKey: string }
  const aad = p.sealedBundleAad(device.id, { bootEpoch: 1, sequence: 2 })
  const box = await p.sealTo(
    p.fromBase64url(publicKey) ?? new Uint8Array(),
    Buffer.from(bundle('Zacharias Testpatient')),
    aad,
  )
  const sealed = JSON.stringify({ v: 1, keyId, enc: p.toBase64url(box.enc), ct: p.toBase64url(box.ct) })
  assert.equal((await fhir(device, '1:2', sealed, 'application/vnd.pericard.sealed+json')).status, 200)
  assert.equal((await fhir(device, '1:3', sealed, 'application/vnd.pericard.sealed+json')).status, 400)
  const view = await operator('GET', `/api/devices/${encodeURIComponent(device.id)}`)
  assert.equal(view.status, 200, view.text)
  assert.equal((JSON.parse(view.text) as p.DeviceView).observations, 2)
  for (const name of readdirSync(data)) {
    const bytes = readFileSync(join(data, name))
    assert.ok(!bytes.includes('Zacharias') && !bytes.includes('qqmeasuredqq'), name)
  }
})

test('POST /v1/key-share: released to the signer, the same each time, never for a used nonce or once revoked', async () => {
  const device = await enrolled('T5', withoutTpm)
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const post = (path: string, body: object): Promise<Answer> =>
    call('POST', fleet.deviceUrl + path, {
      tls: { key: device.key, cert: device.cert },
      body: JSON.stringify(body),
    })
  assert.equal(
    (await post('/v1/unlock-key', { publicKey: publicKey.export({ format: 'jwk' }).x })).status,
    200,
  )
  assert.equal((await post('/v1/unlock-key', { publicKey: 'A'.repeat(43) })).status, 409)
  const { sign } = await import('node:crypto')
  const ask = async (bootEpoch: number, nonceByte: number): Promise<{ answer: Answer; share?: string }> => {
    const pair = await p.sealingKeyPair()
    const nonce = p.toBase64url(Buffer.alloc(16, nonceByte))
    const rest = {
      v: 1,
      device: device.id,
      bootEpoch,
      bootId: p.toBase64url(Buffer.alloc(16, 1)),
      nonce,
      hpkePublicKey: p.toBase64url(pair.publicKey),
    } as const
    const signature = p.toBase64url(sign(null, p.keyShareStatement(rest), privateKey))
    const answer = await post('/v1/key-share', { ...rest, signature })
    const decoded = p.decode(p.keyShareResponse, answer.text)
    if (!decoded.ok) return { answer }
    const share = await p.openSealed(pair.privateKey, decoded.value, p.keyShareAad(device.id, nonce))
    return { answer, share: p.toBase64url(share) }
  }
  const first = await ask(3, 1)
  assert.equal(first.share?.length, 43, first.answer.text)
  assert.equal((await ask(3, 2)).share, first.share)
  assert.equal((await ask(3, 2)).answer.status, 403, 'nonce used')
  assert.equal((await ask(2, 3)).answer.status, 403, 'boot epoch backwards')
  const live = connect({
    port: Number(new URL(fleet.deviceUrl).port),
    host: '127.0.0.1',
    ca: fleet.fleetRoot,
    key: device.key,
    cert: device.cert,
  })
  await new Promise((resolve) => live.once('secureConnect', resolve))
  await new Promise((resolve) => setTimeout(resolve, 100))
  const ended = new Promise((resolve) => live.once('close', resolve))
  live.on('error', () => undefined)
  live.resume()
  assert.equal((await operator('POST', `/api/devices/${encodeURIComponent(device.id)}/stolen`)).status, 200)
  await ended
  await assert.rejects(async () => {
    const { answer } = await ask(4, 4)
    if (answer.status !== 200) throw new Error('refused')
  })
})

test('what a device reports of its updates is what the fleet says it runs', async () => {
  const device = await enrolled('T7')
  const tls = { key: device.key, cert: device.cert }
  const seen = async (): Promise<unknown> => {
    const { text } = await operator('GET', `/api/devices/${encodeURIComponent(device.id)}`)
    return JSON.parse(text).summary.software
  }
  const report = async (...said: readonly (readonly [string, string])[]): Promise<void> => {
    const events = said.map(([kind, detail], index) => ({ sequence: index + 1, kind, detail }))
    const answer = await call('POST', `${fleet.deviceUrl}/v1/events`, {
      tls,
      body: JSON.stringify({ events }),
    })
    assert.equal(answer.status, 200, answer.text)
  }
  assert.deepEqual(await seen(), [])
  await report(
    ['update-kept', 'component controller, number 2'],
    ['update-refused', 'component controller, code UPDATE_IMAGE_ALTERED'],
    ['support-opened', 'component controller, number 9'],
  )
  const [controller, ...more] = (await seen()) as { at: number }[]
  assert.deepEqual(more, [])
  assert.deepEqual(
    { ...controller, at: 0 },
    {
      ...{ component: 'controller', running: 2, last: 'refused', code: 'UPDATE_IMAGE_ALTERED' },
      ...{ failed: true, at: 0 },
    },
  )
})

test('every endpoint answers malformed bodies with 4xx', async () => {
  const device = await enrolled('T6')
  const tls = { key: device.key, cert: device.cert }
  const bodies = [
    '',
    '{',
    '[]',
    'null',
    '{"__proto__":1}',
    '['.repeat(5000),
    '\u0000',
    JSON.stringify({ v: 2 }),
  ]
  const calls: Promise<Answer>[] = []
  for (const body of bodies) {
    for (const path of ['/v1/key-share', '/v1/unlock-key', '/v1/events', '/v1/evidence'])
      calls.push(call('POST', fleet.deviceUrl + path, { tls, body }))
    calls.push(fhir(device, '1:1', body), fhir(device, 'x', body), fhir(device, '1:1', body, 'text/plain'))
    calls.push(call('POST', `${fleet.enrolUrl}/.well-known/est/simpleenroll`, { body }))
    for (const path of ['/api/devices', '/api/advisories', `/api/devices/${device.id}/evidence`])
      calls.push(call('POST', fleet.consoleUrl + path, { headers: { cookie, 'x-pericard': '1' }, body }))
    for (const answer of await Promise.all(calls.splice(0)))
      assert.ok(answer.status >= 400 && answer.status < 500, `${answer.status} ${answer.text}`)
  }
  const large = await fhir(device, '1:1', 'x'.repeat(1024 * 1024 + 1))
  assert.equal(large.status, 413)
})

test('console port: nothing without a session, and no change without the header', async () => {
  assert.equal((await call('GET', `${fleet.consoleUrl}/api/devices`)).status, 401)
  assert.equal(
    (await call('POST', `${fleet.consoleUrl}/api/devices`, { headers: { cookie }, body: '{}' })).status,
    403,
  )
  assert.equal((await operator('GET', '/api/me')).status, 200)
  assert.equal((await operator('GET', '/api/audit')).status, 200)
  assert.equal((await operator('GET', '/api/devices')).status, 200)
  assert.equal((await operator('GET', '/api/devices/none')).status, 404)
})

test('startFleet() says which port is in use', async () => {
  const port = Number(new URL(fleet.deviceUrl).port)
  const starting = startFleet({
    store: sqliteStore(`${data}-2`),
    masterKeyFile: `${data}-2.key`,
    ports: { console: 0, device: port, enrol: 0 },
    hostnames: ['127.0.0.1'],
    clock: systemClock,
    log: () => undefined,
  })
  await assert.rejects(starting, (error: { code?: string }) => error.code === 'FLEET_PORT_IN_USE')
})
