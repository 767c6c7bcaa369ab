/** Updates that need a grant and a person at the device. */
import test, { after, before, type TestContext } from 'node:test'
import assert from 'node:assert/strict'
import { utf8 } from '@pericard/base'
import { FolderSource } from '../src/adapters/sources.ts'
import { challengeMs, type Grant, type Release, signDocument } from '../src/index.ts'
import { type DeviceOptions, TestDevice } from './device.ts'
import { type Maker, startMaker } from './maker.ts'

let maker: Maker
let release: Release
before(async () => {
  maker = await startMaker()
  release = await maker.release({ number: 2 }, maker.image(5000).path)
})
after(() => maker.remove())

const confirmed: DeviceOptions = {
  ways: ['physical-presence'],
  hooks: { confirmedAtDevice: () => Promise.resolve(true) },
}

async function provisioned(t: TestContext): Promise<TestDevice> {
  const device = await new TestDevice().provision(maker.repository)
  t.after(() => device.remove())
  return device
}

async function grantFor(
  challenge: string,
  other: Partial<Grant> = {},
  key = 'presence',
): Promise<Uint8Array> {
  const { component, number, image } = release
  const grant: Grant = {
    v: 1,
    deviceId: 'PUMP-0001',
    component,
    number,
    image: image.sha256,
    challenge,
    technician: 'M. Meyer',
    ...other,
  }
  return utf8(JSON.stringify(signDocument('grant', { signed: grant }, await maker.key(key))))
}

async function applyWith(
  device: TestDevice,
  grant: Uint8Array | undefined,
  options: DeviceOptions = confirmed,
) {
  return (await device.updater(options)).apply('controller', new FolderSource(maker.repository), grant)
}

test('a grant that answers the challenge, and a person who confirms it: installed, once', async (t) => {
  const device = await provisioned(t)
  const grant = await grantFor(await (await device.updater(confirmed)).challenge())
  assert.equal((await applyWith(device, grant)).outcome, 'restart')
  device.reboot()
  const failing = await device.updater({ hooks: { healthy: () => Promise.resolve(false) } })
  await failing.afterBoot()
  for (let i = 0; i < 3; i++) device.reboot()
  assert.equal((await (await device.updater()).afterBoot()).outcome, 'returned')
  const again = await provisioned(t)
  await (await again.updater(confirmed)).challenge()
  await assert.rejects(applyWith(again, grant), { code: 'UPDATE_GRANT_EXPIRED' })
})

test('without a grant, or without a person, nothing is written', async (t) => {
  const device = await provisioned(t)
  await assert.rejects(applyWith(device, undefined), { code: 'UPDATE_WAY_REFUSED' })
  const grant = await grantFor(await (await device.updater(confirmed)).challenge())
  for (const hooks of [{}, { confirmedAtDevice: () => Promise.resolve(false) }])
    await assert.rejects(applyWith(device, grant, { ways: ['physical-presence'], hooks }), {
      code: 'UPDATE_PRESENCE_MISSING',
    })
  assert.equal((await (await device.updater()).journal()).phase, 'idle')
  assert.equal((await applyWith(device, grant)).outcome, 'restart', 'the grant was still good')
})

test('a grant for another device, component, release or image: refused', async (t) => {
  const device = await provisioned(t)
  const challenge = await (await device.updater(confirmed)).challenge()
  const others = [
    { deviceId: 'PUMP-0002' },
    { component: 'display' },
    { number: 3 },
    { image: '0'.repeat(64) },
  ]
  for (const other of others)
    await assert.rejects(applyWith(device, await grantFor(challenge, other)), {
      code: 'UPDATE_GRANT_FOREIGN',
    })
})

test('a grant expires with the hour, the restart and the next challenge', async (t) => {
  const device = await provisioned(t)
  const at = (now: number, bootId = 'first'): DeviceOptions => ({
    ...confirmed,
    uptime: { bootId, now: () => now },
  })
  const grant = await grantFor(await (await device.updater(at(1000))).challenge())
  for (const options of [at(1001 + challengeMs), at(1000, 'second'), at(999)])
    await assert.rejects(applyWith(device, grant, options), { code: 'UPDATE_GRANT_EXPIRED' })
  const waiting = at(1000 + challengeMs)
  const busy = { ...waiting, hooks: { ...confirmed.hooks, mayInstall: () => Promise.resolve(false) } }
  assert.equal((await applyWith(device, grant, busy)).outcome, 'waiting')
  await (await device.updater(waiting)).challenge()
  await assert.rejects(applyWith(device, grant, waiting), { code: 'UPDATE_GRANT_EXPIRED' })
})

test('a grant that the presence key did not sign: refused, with any bit flipped too', async (t) => {
  const device = await provisioned(t)
  const challenge = await (await device.updater(confirmed)).challenge()
  await assert.rejects(applyWith(device, await grantFor(challenge, {}, 'release-controller-1')), {
    code: 'UPDATE_GRANT_FORGED',
  })
  await assert.rejects(applyWith(device, utf8('{}')), { code: 'UPDATE_FORMAT' })
  assert.equal((await applyWith(device, await grantFor(challenge))).outcome, 'restart')
})
