/** Keys, repository, grant, device and boot from the command line, with an emulated TPM where there is one. */
import test, { type TestContext } from 'node:test'
import assert from 'node:assert/strict'
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startSwtpm } from '@pericard/tpm/testing'
import { folder, type Outcome, verb } from '../../test/run.ts'

const update = verb('update', 'registerUpdate')
const deviceFile = new URL('../../../../examples/infusion-pump/device.yaml', import.meta.url).pathname

function ok(outcome: Outcome): string {
  assert.equal(outcome.status, 0, outcome.err)
  return outcome.out
}

/** A repository with release 2 of the pump's controller, and a pump with release 1. */
function setUp(t: TestContext, tpm: string | false): { at: (name: string) => string; passphrase: string[] } {
  const base = folder(t)
  const at = (name: string): string => join(base, name)
  writeFileSync(at('passphrase'), 'correct horse battery staple\n')
  const passphrase = ['--passphrase-file', at('passphrase')]
  const repository = ['--repository', at('repo'), ...passphrase]
  ok(
    update('init-root', ...repository, '--keys', at('keys'), '--device', 'pump', '--component', 'controller'),
  )
  writeFileSync(at('image'), Buffer.alloc(1_500_000, 7))
  const signed = [...repository, '--out', at('bundle')]
  const release = ['--component', 'controller', '--image', at('image'), '--number', '2', '--name', '2.0']
  ok(update('sign', ...signed, ...release, '--key', at('keys/release-controller-1.pem')))
  ok(update('sign', ...signed, '--bundle', at('bundle'), '--key', at('keys/release-controller-2.pem')))
  ok(update('publish', ...repository, '--keys', at('keys'), '--bundle', at('bundle'), '--image', at('image')))
  mkdirSync(at('device'))
  cpSync(deviceFile, at('device/device.yaml'))
  writeFileSync(at('device/data-format'), '1\n')
  writeFileSync(at('device/slot-a'), 'the image of the factory')
  writeFileSync(at('device/cmdline'), 'quiet pericard.slot=a')
  const slots = { a: 'slot-a', b: 'slot-b', boot: 'boot.json', dataFormat: 'data-format' }
  const paths = { deviceFile: 'device.yaml', folder: 'state', tpm, bootedFrom: 'cmdline' }
  const config = { v: 1, deviceId: 'PUMP-0001', ...paths, components: { controller: slots } }
  const yes = ['/bin/true']
  writeFileSync(
    at('device/update.json'),
    JSON.stringify({ ...config, mayInstall: yes, healthy: yes, confirmAtDevice: yes }),
  )
  return { at, passphrase }
}

async function wholeUpdate(t: TestContext, tpm: string | false): Promise<void> {
  const { at, passphrase } = setUp(t, tpm)
  const config = ['--config', at('device/update.json')]
  const trust = ['--root', at('repo/metadata/1.root.json'), '--trust', at('repo/trust/1.trust.json')]
  assert.match(update('status', ...config).err, /provision/)
  ok(update('provision', ...config, ...trust, '--installed', 'controller=1'))
  const apply = ['apply', ...config, '--component', 'controller', '--folder', at('repo')]
  const refused = update(...apply, '--json')
  assert.equal(refused.status, 1)
  assert.equal(JSON.parse(refused.out).code, 'UPDATE_WAY_REFUSED')
  const challenge = ok(update('challenge', ...config)).trim()
  const grant = ['--device-id', 'PUMP-0001', '--challenge', challenge, '--technician', 'M. Meyer']
  const from = ['--repository', at('repo'), '--component', 'controller', '--key', at('keys/presence.pem')]
  ok(update('grant', ...from, ...grant, ...passphrase, '--out', at('grant.json')))
  assert.match(ok(update(...apply, '--grant', at('grant.json'))), /slot b; the next start tries it/)
  assert.equal(ok(update('boot', ...config, '--component', 'controller')), 'b\n')
  writeFileSync(at('device/cmdline'), 'quiet pericard.slot=b')
  assert.deepEqual(readFileSync(at('device/slot-b')), readFileSync(at('image')))
  assert.match(ok(update('confirm', ...config)), /release 2 of controller is kept/)
  const status = JSON.parse(ok(update('status', ...config, '--json')))
  assert.deepEqual(status.installed, { controller: 2 })
  assert.equal(status.phase, 'idle')
}

test('update: an update by grant, with key and counter in files', (t) => wholeUpdate(t, false))

test('update: an update by grant, with key and counter in a TPM; the state restored from a copy is refused', {
  skip: existsSync('/usr/bin/swtpm') ? false : 'needs swtpm',
}, async (t) => {
  const { at } = setUp(t, 'tpm')
  const swtpm = await startSwtpm()
  t.after(() => swtpm.remove())
  const path = at('device/update.json')
  writeFileSync(
    path,
    readFileSync(path, 'utf8').replace('"tpm":"tpm"', `"tpm":${JSON.stringify(swtpm.path)}`),
  )
  const config = ['--config', path]
  const trust = ['--root', at('repo/metadata/1.root.json'), '--trust', at('repo/trust/1.trust.json')]
  ok(update('provision', ...config, ...trust, '--installed', 'controller=1'))
  cpSync(at('device/state'), at('copy'), { recursive: true })
  const apply = ['apply', ...config, '--component', 'controller', '--folder', at('repo'), '--json']
  assert.equal(JSON.parse(update(...apply).out).code, 'UPDATE_WAY_REFUSED')
  cpSync(at('copy'), at('device/state'), { recursive: true })
  const restored = update(...apply)
  assert.equal(restored.status, 1)
  assert.equal(JSON.parse(restored.out).code, 'UPDATE_STATE_ROLLED_BACK')
})

test('update: unusable configuration and repositories are named with their place', (t) => {
  const base = folder(t)
  const path = join(base, 'update.json')
  writeFileSync(path, '{"v":1,"deviceId":7}')
  const outcome = update('confirm', '--config', path)
  assert.notEqual(outcome.status, 0)
  assert.match(outcome.err, /Cannot read the update configuration: at "deviceId"/)
  assert.match(update('status', '--repository', base).err, /is no update repository/)
  assert.match(update('status').err, /--config for a device or --repository/)
})

test('update client: refuses a repository that it has no root for, with exit code 1', (t) => {
  const base = folder(t)
  assert.equal(
    update('client', 'refresh', '--metadata-dir', base, '--metadata-url', 'http://127.0.0.1:9').status,
    1,
  )
  assert.equal(update('client', 'fly', '--metadata-dir', base).status, 1)
})
