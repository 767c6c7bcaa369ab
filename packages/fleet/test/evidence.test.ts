/** What the fleet believes about a device: evidence under the pinned key, and nothing else. */
import assert from 'node:assert/strict'
import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto'
import test from 'node:test'
import { parseDeviceFile } from '@pericard/model'
import { type DeviceView, evidenceHash, evidenceStart, signEvidence } from '@pericard/protocol'
import { examplePump, startTestFleet } from './harness.ts'

const { deviceFile } = examplePump
const prover = generateKeyPairSync('ed25519')
const pem = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }).toString()

/** Evidence that every probe of one control held, and the control. */
function evidence(key: KeyObject, result: 'held' | 'failed' = 'held'): { control: string; text: string } {
  const parsed = parseDeviceFile(deviceFile)
  assert.ok(parsed.ok)
  const control = parsed.file.controls.find(({ probes }) => probes.length > 0)
  assert.ok(control)
  let previous = evidenceStart
  const lines = control.probes.map((probe) => {
    const line = signEvidence(
      {
        ...{ v: 1, device: parsed.file.device.id, version: parsed.file.device.version },
        ...{ fileSha256: createHash('sha256').update(deviceFile).digest('hex'), probe, probeVersion: '1' },
        ...{ control: control.id, result, did: 'attacked', saw: 'a refusal', at: Date.now() - 1000 },
      },
      previous,
      key,
    )
    previous = evidenceHash(line)
    return JSON.stringify(line)
  })
  return { control: control.id, text: `${lines.join('\n')}\n` }
}

test('evidence proves a control at level proven, and only there', async () => {
  await using fleet = await startTestFleet()
  const path = await fleet.register('E1')
  const { control, text } = evidence(prover.privateKey)
  const event = `control:${control}` as const
  const believed = async (level: 'declared' | 'proven'): Promise<boolean> => {
    const view = JSON.parse((await fleet.operator('GET', path)).text) as DeviceView
    return !view.analyses[level].assumed.includes(event)
  }
  assert.equal(await believed('proven'), false)
  assert.equal(await believed('declared'), true)
  const taken = await fleet.operator('POST', `${path}/evidence`, { publicKey: pem(prover.publicKey), text })
  assert.equal(taken.status, 200, taken.text)
  assert.equal(await believed('proven'), true)
  const view = JSON.parse((await fleet.operator('GET', path)).text) as DeviceView
  assert.ok(view.evidence.every(({ fresh, result }) => fresh && result === 'held'))
  assert.equal(view.events.at(-1)?.kind, 'evidence')
})

test('a control whose probe failed is believed at no level', async () => {
  await using fleet = await startTestFleet()
  const path = await fleet.register('E2')
  const { control, text } = evidence(prover.privateKey, 'failed')
  await fleet.operator('POST', `${path}/evidence`, { publicKey: pem(prover.publicKey), text })
  const view = JSON.parse((await fleet.operator('GET', path)).text) as DeviceView
  for (const analysis of Object.values(view.analyses))
    assert.ok(analysis.assumed.includes(`control:${control}`))
})

test('the first prover key is pinned: another key, shortened or forged evidence is refused and changes nothing', async () => {
  await using fleet = await startTestFleet()
  const path = await fleet.register('E3')
  const send = async (publicKey: string, text: string): Promise<number> =>
    (await fleet.operator('POST', `${path}/evidence`, { publicKey, text })).status
  const own = evidence(prover.privateKey).text
  const stranger = generateKeyPairSync('ed25519')
  assert.equal(
    await send(pem(prover.publicKey), evidence(stranger.privateKey).text),
    400,
    'signed by another',
  )
  assert.equal(await send(pem(prover.publicKey), own.replace('a refusal', 'an answer')), 400, 'altered')
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
  assert.equal(await send(pem(rsa.publicKey), own), 400, 'not Ed25519')
  assert.equal(await send(pem(prover.publicKey), ''), 200, 'nothing proven yet, but pinned')
  assert.equal(await send(pem(stranger.publicKey), evidence(stranger.privateKey).text), 409, 'another key')
  assert.equal(await send(pem(prover.publicKey), own), 200)
  assert.equal(await send(pem(stranger.publicKey), evidence(stranger.privateKey).text), 409, 'another key')
  assert.equal(await send(pem(prover.publicKey), ''), 409, 'cut off')
  const raw = prover.publicKey.export({ format: 'jwk' }).x ?? ''
  assert.equal(await send(raw, own), 200, 'the same key, written otherwise')
  const view = JSON.parse((await fleet.operator('GET', path)).text) as DeviceView
  assert.ok(view.evidence.length > 0)
})
