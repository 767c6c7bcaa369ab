/** The anchored state: not forged, not restored, not lost in silence. */
import test, { type TestContext } from 'node:test'
import assert from 'node:assert/strict'
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { NvCounter } from '@pericard/tpm'
import { startSwtpm } from '@pericard/tpm/testing'
import { FolderSource } from '../src/adapters/sources.ts'
import { AnchoredState } from '../src/index.ts'
import { TestDevice } from './device.ts'
import { type Maker, startMaker } from './maker.ts'

async function updated(t: TestContext): Promise<{ device: TestDevice; maker: Maker; copy: string }> {
  const maker = await startMaker()
  await maker.release({ number: 2 }, maker.image(1000).path)
  const device = await new TestDevice().provision(maker.repository)
  t.after(() => {
    device.remove()
    maker.remove()
  })
  const copy = join(device.folder, 'copy')
  cpSync(join(device.folder, 'state'), copy, { recursive: true })
  await (await device.updater({ ways: ['local-media'] })).apply(
    'controller',
    new FolderSource(maker.repository),
  )
  device.reboot()
  await (await device.updater()).afterBoot()
  return { device, maker, copy }
}

test('a state restored from an older copy of the medium is refused', async (t) => {
  const { device, copy } = await updated(t)
  cpSync(copy, join(device.folder, 'state'), { recursive: true })
  await assert.rejects(device.updater(), { code: 'UPDATE_STATE_ROLLED_BACK' })
})

test('metadata seen without an installation moves the counter too: the state from before is refused, and the older mirror with it', async (t) => {
  const { device, maker } = await updated(t)
  const [state, copy] = [join(device.folder, 'state'), join(device.folder, 'before')]
  cpSync(state, copy, { recursive: true })
  const installed = (await device.updater()).state.installed
  await maker.release({ number: 3 }, maker.image(1000).path)
  const looking = await device.updater({ ways: ['local-media'] })
  await looking.check('controller', new FolderSource(maker.repository))
  assert.deepEqual(looking.state.installed, installed)
  const generation = looking.state.generation
  await looking.check('controller', new FolderSource(maker.repository))
  assert.equal(looking.state.generation, generation, 'a look that finds nothing new wears nothing out')
  cpSync(copy, state, { recursive: true })
  await assert.rejects(device.updater(), { code: 'UPDATE_STATE_ROLLED_BACK' })
})

test('a state with any one character changed, or cut, is refused; so is none', async (t) => {
  const { device } = await updated(t)
  const path = join(device.folder, 'state', 'state.json')
  const good = readFileSync(path)
  const tried = [0, 1, 10, 40, good.length >> 1, good.length - 70, good.length - 5, good.length - 1]
  for (const at of tried) {
    const bad = Buffer.from(good)
    bad[at] = (bad[at] ?? 0) ^ 1
    for (const bytes of [bad, good.subarray(0, at)]) {
      writeFileSync(path, bytes)
      await assert.rejects(device.updater(), { code: 'UPDATE_STATE_FORGED' }, `byte ${at}`)
    }
  }
  rmSync(path)
  await assert.rejects(device.updater(), { code: 'UPDATE_STATE_MISSING' })
  writeFileSync(path, good)
  assert.equal((await device.updater()).state.installed['controller'], 2)
})

test('a cut between the file and the counter is settled; a second provisioning is refused', async (t) => {
  const { device, maker } = await updated(t)
  const path = join(device.folder, 'counter')
  const count = Number(readFileSync(path, 'utf8'))
  writeFileSync(path, `${count - 1}`)
  assert.equal((await device.updater()).state.installed['controller'], 2)
  assert.equal(Number(readFileSync(path, 'utf8')), count)
  const first = {
    root: readFileSync(join(maker.repository, 'metadata/1.root.json'), 'utf8'),
    trust: '',
    installed: {},
  }
  await assert.rejects(AnchoredState.provision(device.store, device.counter, device.key, first), {
    code: 'UPDATE_BUSY',
  })
})

test('a state counted by a TPM is refused when it is restored', {
  skip: existsSync('/usr/bin/swtpm') ? false : 'needs swtpm',
}, async (t) => {
  const swtpm = await startSwtpm()
  const tpm = await swtpm.connect()
  t.after(async () => {
    await tpm.close()
    await swtpm.remove()
  })
  const counter = new NvCounter(tpm, 0x01500030, new Uint8Array(16).fill(7))
  const device = new TestDevice()
  t.after(() => device.remove())
  const first = { root: 'r', trust: 't', installed: { controller: 1 } }
  const store = new Map<string, Uint8Array<ArrayBuffer>>()
  const memory = {
    read: (name: string) => Promise.resolve(store.get(name)),
    write: (name: string, bytes: Uint8Array) => Promise.resolve(void store.set(name, new Uint8Array(bytes))),
  }
  await AnchoredState.provision(memory, counter, device.key, first)
  const old = store.get('state.json')
  const state = await AnchoredState.open(memory, counter, device.key)
  await state.change({ installed: { controller: 2 } })
  assert.equal((await AnchoredState.open(memory, counter, device.key)).value.installed['controller'], 2)
  assert.ok(old)
  store.set('state.json', old)
  await assert.rejects(AnchoredState.open(memory, counter, device.key), { code: 'UPDATE_STATE_ROLLED_BACK' })
})
