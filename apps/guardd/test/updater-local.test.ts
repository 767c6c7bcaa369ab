/** A technician with a stick and a grant at a pump whose guard runs: nothing is stopped for it, and nothing is believed. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import test from 'node:test'
import { answered, bwrapMissing as skip, folder } from './run.ts'
import {
  holds,
  passphraseFile,
  pericard,
  publish,
  type Said,
  saw,
  tried,
  updateDevice,
} from './update-device.ts'

test.after(() => rmSync(folder, { recursive: true, force: true }))

test('a grant and a stick get an update into a pump whose guard runs; anything less is refused, with its reason in the log', {
  skip,
}, async (t) => {
  const asks = (at: string): string[] => [
    '/bin/sh',
    '-c',
    `echo "$@" >> ${at}/asked; test -e ${at}/yes`,
    'confirm',
  ]
  const device = updateDevice({ confirm: asks })
  const { at, config, start } = device
  publish(device, 2, { bytes: 3 * 1024 * 1024 })
  const running = start('http://127.0.0.1:9')
  t.after(async () => {
    running.child.kill('SIGTERM')
    await running.ended
  })
  await saw(running, /update-refused \({"component":"controller","code":"UPDATE_SOURCE_UNREACHABLE"}\)/)

  const apply = (...more: string[]): Said =>
    tried('update', 'apply', '--config', config, '--component', 'controller', '--folder', at('repo'), ...more)
  const challenge = (): string => pericard('update', 'challenge', '--config', config).trim()
  const grantFor = (deviceId: string, drawn: string): string[] => {
    const who = ['--device-id', deviceId, '--challenge', drawn, '--technician', 'M. Meyer']
    const key = ['--key', at('keys/presence.pem'), '--passphrase-file', passphraseFile]
    const of = ['--repository', at('repo'), '--component', 'controller']
    pericard('update', 'grant', ...of, ...who, ...key, '--out', at('grant'))
    return ['--grant', at('grant')]
  }
  const refused = async (said: Said, code: string): Promise<void> => {
    assert.equal(said.status, 1, said.err)
    assert.match(said.err, new RegExp(`\\(${code}\\)`))
    const way = '"way":"physical-presence"'
    await saw(running, new RegExp(`update-refused \\({"component":"controller","code":"${code}",${way}}\\)`))
  }
  await refused(apply(), 'UPDATE_WAY_REFUSED')
  const first = challenge()
  await refused(apply(...grantFor('P-0002', first)), 'UPDATE_GRANT_FOREIGN')
  const old = grantFor('P-0001', first)
  const second = challenge()
  assert.notEqual(first, second)
  await refused(apply(...old), 'UPDATE_GRANT_EXPIRED')
  const grant = grantFor('P-0001', second)
  assert.equal(existsSync(at('device/asked')), false)
  await refused(apply(...grant), 'UPDATE_PRESENCE_MISSING')
  assert.equal(readFileSync(at('device/asked'), 'utf8'), 'controller 2 2.0\n')
  assert.equal(existsSync(at('device/slot-b')), false)

  writeFileSync(at('device/yes'), '')
  assert.equal(await answered(at('data'), 'start', {}), 200)
  const busy = apply(...grant)
  assert.equal(busy.status, 3, busy.err)
  assert.match(busy.out, /waits: the critical function does not let it write yet/)
  assert.equal(await answered(at('data'), 'stop', {}), 200)
  const done = apply(...grant)
  assert.equal(done.status, 0, done.err)
  assert.match(done.out, /release 2 of controller is in slot b; the next start tries it/)
  assert.ok(holds(device, 'b', 2))
  await saw(running, /update-restart \({"component":"controller","number":2,"way":"physical-presence"}\)/)
  assert.match(pericard('update', 'status', '--config', config), /phase: trying/)
  running.child.kill('SIGTERM')
  await running.ended
  const log = pericard('log', 'show', '--data', at('data'), '--passphrase-file', passphraseFile)
  for (const code of ['WAY_REFUSED', 'GRANT_FOREIGN', 'GRANT_EXPIRED', 'PRESENCE_MISSING'])
    assert.match(log, new RegExp(`update-refused.*UPDATE_${code}`))
})
