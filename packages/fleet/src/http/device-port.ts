import type { TLSSocket } from 'node:tls'
import {
  attestationRegistration,
  credentialAnswer,
  eventReport,
  identityRenewal,
  keyShareRequest,
  keyShareRotated,
  linesMax,
  logHeadReport,
  parseIdempotencyKey,
  toBase64url,
  unlockKeyRegistration,
} from '@pericard/protocol'
import type { Context as Call, Hono } from 'hono'
import { z } from 'zod'
import type { CertificateHolder } from '../authority.ts'
import type { Context } from '../context.ts'
import { admitTpm, challengeTpm } from '../attestation.ts'
import { reportEvents } from '../devices.ts'
import { FleetError } from '../error.ts'
import { admitDevice, renewIdentity } from '../identity.ts'
import { challengeShare, registerUnlockKey, releaseShare } from '../key-share.ts'
import { confirmRotation } from '../share-rotation.ts'
import { openBundle, takeBundle } from '../ingest.ts'
import { appendEvidence } from '../evidence.ts'
import { witnessHead } from '../log-witness.ts'
import { type Env, messageOf, newApp, textOf } from './common.ts'

const bodyBytesMax = 1024 * 1024
const evidenceRequest = z.strictObject({ lines: z.array(z.string().min(1).max(16_384)).min(1).max(linesMax) })

/** The port that devices speak to, by mutual TLS only. */
export function devicePort(context: Context, log: (line: string) => void): Hono<Env> {
  const app = newApp(bodyBytesMax, log)
  // Asked anew at each request: a session may have been resumed since the device was revoked.
  app.use(async (call, next) => {
    await admitDevice(context, holderOf(context, call))
    await next()
  })
  app.post('/fhir', async (call) => {
    const id = deviceOf(context, call)
    const key = parseIdempotencyKey(call.req.header('idempotency-key') ?? '')
    if (key === undefined)
      throw new FleetError('FLEET_REQUEST_INVALID', 'Wanted Idempotency-Key: <bootEpoch>:<sequence>')
    const type = call.req.header('content-type')?.split(';')[0]?.trim()
    const text = await textOf(call)
    const sealed = type === 'application/vnd.pericard.sealed+json'
    if (!sealed && type !== 'application/fhir+json')
      throw new FleetError('FLEET_REQUEST_INVALID', 'Wanted application/fhir+json')
    const answer = await takeBundle(
      context,
      id,
      key,
      sealed ? await openBundle(context, id, key, text) : text,
    )
    call.header('content-type', 'application/fhir+json')
    return call.body(JSON.stringify(answer))
  })
  app.post('/v1/attestation-key', async (call) =>
    call.json(
      await challengeTpm(context, deviceOf(context, call), await messageOf(call, attestationRegistration)),
    ),
  )
  app.post('/v1/attestation-key/activate', async (call) => {
    const { secret } = await messageOf(call, credentialAnswer)
    await admitTpm(context, deviceOf(context, call), secret)
    return call.json({ registered: true })
  })
  app.post('/v1/key-share/challenge', async (call) =>
    call.json(await challengeShare(context, deviceOf(context, call))),
  )
  app.post('/v1/key-share', async (call) => {
    const request = await messageOf(call, keyShareRequest)
    return call.json(await releaseShare(context, deviceOf(context, call), request))
  })
  app.post('/v1/key-share/rotated', async (call) => {
    await confirmRotation(context, deviceOf(context, call), await messageOf(call, keyShareRotated))
    return call.json({ rotated: true })
  })
  app.post('/v1/unlock-key', async (call) => {
    const { publicKey } = await messageOf(call, unlockKeyRegistration)
    await registerUnlockKey(context, deviceOf(context, call), publicKey)
    return call.json({ registered: true })
  })
  app.post('/v1/identity/renew', async (call) => {
    const message = await messageOf(call, identityRenewal)
    return call.json({ certificate: await renewIdentity(context, deviceOf(context, call), message) })
  })
  app.post('/v1/events', async (call) => {
    await reportEvents(context, deviceOf(context, call), await messageOf(call, eventReport))
    return call.json({ taken: true })
  })
  app.post('/v1/log-head', async (call) =>
    call.json(await witnessHead(context, deviceOf(context, call), await messageOf(call, logHeadReport))),
  )
  app.post('/v1/evidence', async (call) => {
    const { lines } = await messageOf(call, evidenceRequest)
    await appendEvidence(context, deviceOf(context, call), lines)
    return call.json({ taken: true })
  })
  app.get('/v1/ingest-key', (call) =>
    call.json({ keyId: context.ingest.keyId, publicKey: toBase64url(context.ingest.publicKey) }),
  )
  return app
}

function deviceOf(context: Context, call: Call<Env>): string {
  return holderOf(context, call).device
}

function holderOf(context: Context, call: Call<Env>): CertificateHolder {
  const socket = call.env.incoming.socket as TLSSocket
  // Undefined once a revocation has ended the connection under a request.
  const raw = (socket.getPeerCertificate(true) as { raw?: Buffer } | undefined)?.raw
  const holder = socket.authorized && raw !== undefined ? context.authority.holderOf(raw) : undefined
  if (holder === undefined)
    throw new FleetError('FLEET_REFUSED', 'The certificate is not one of a device of this fleet')
  return holder
}
