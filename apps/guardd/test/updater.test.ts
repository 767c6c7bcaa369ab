/** The updater as a process of the guard: a real repository behind a real web server, slots that are files, cuts that are kill -9. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import test from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import {
  answered,
  bwrapMissing as skip,
  childOf,
  folder,
  guard,
  passphrasePump,
  type Running,
  until,
} from './run.ts'

test.after(() => rmSync(folder, { recursive: true, force: true }))
const passphraseFile = join(folder, 'passphrase')
writeFileSync(passphraseFile, 'a passphrase for tests only')
const pump = passphrasePump()
const imageBytes = 40 * 1024 * 1024

function pericard(...args: string[]): string {
  const cli = ['--disable-warning=ExperimentalWarning', 'apps/cli/bin/pericard.js', ...args]
  const { status, stdout, stderr } = spawnSync(process.execPath, cli, { encoding: 'utf8' })
  assert.equal(status, 0, stderr)
  return stdout
}

interface Device {
  readonly at: (name: string) => string
  readonly config: string
  readonly start: (url: string) => Running
}

/** A repository with release 2 of the pump's controller, and a pump with release 1. */
function device(): Device {
  const base = mkdtempSync(join(folder, 'update-'))
  const at = (name: string): string => join(base, name)
  const secret = ['--passphrase-file', passphraseFile]
  const repository = ['--repository', at('repo'), ...secret]
  pericard(
    'update',
    'init-root',
    ...repository,
    '--keys',
    at('keys'),
    '--device',
    'aurea-lvp',
    '--component',
    'controller',
  )
  writeFileSync(at('image'), Buffer.alloc(imageBytes, 'two'))
  const signed = ['update', 'sign', ...repository, '--out', at('bundle')]
  const release = ['--component', 'controller', '--image', at('image'), '--number', '2', '--name', '2.0']
  pericard(...signed, ...release, '--key', at('keys/release-controller-1.pem'))
  pericard(...signed, '--bundle', at('bundle'), '--key', at('keys/release-controller-2.pem'))
  pericard(
    'update',
    'publish',
    ...repository,
    '--keys',
    at('keys'),
    '--bundle',
    at('bundle'),
    '--image',
    at('image'),
  )
  for (const name of ['device', 'data']) mkdirSync(at(name))
  for (const [name, text] of [
    ['data-format', '1\n'],
    ['slot-a', 'the image of the factory'],
    ['cmdline', 'quiet pericard.slot=a'],
  ] as const)
    writeFileSync(at(`device/${name}`), text)
  const slots = { a: 'slot-a', b: 'slot-b', boot: 'boot.json', dataFormat: 'data-format' }
  const config = at('device/update.json')
  writeFileSync(
    config,
    JSON.stringify({
      ...{ v: 1, deviceId: 'P-0001', deviceFile: pump, folder: 'state', tpm: false, bootedFrom: 'cmdline' },
      components: { controller: slots },
    }),
  )
  const trust = ['--root', at('repo/metadata/1.root.json'), '--trust', at('repo/trust/1.trust.json')]
  pericard('update', 'provision', '--config', config, ...trust, '--installed', 'controller=1')
  const start = (url: string): Running =>
    guard(
      at('data'),
      pump,
      '--passphrase-file',
      passphraseFile,
      '--update-config',
      config,
      '--update-url',
      url,
    )
  return { at, config, start }
}

/** Serves a folder. `bytesOf` says after how many bytes of a file it falls silent. */
async function serve(
  root: string,
  bytesOf: (path: string) => number = () => Infinity,
): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    const path = join(root, new URL(request.url ?? '/', 'http://x').pathname)
    if (!existsSync(path)) return void response.writeHead(404).end()
    const bytes = readFileSync(path)
    response.writeHead(200, { 'content-length': bytes.length })
    const most = bytesOf(path)
    if (most >= bytes.length) response.end(bytes)
    else response.write(bytes.subarray(0, most))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server }
}

/** The updater asks again every five seconds, and a busy machine starts a guard slowly. */
async function saw(running: Running, words: RegExp): Promise<void> {
  for (let look = 0; look < 600; look++) {
    if (words.test(running.text())) return
    await pause(100)
  }
  assert.fail(`waited in vain for ${String(words)} in:\n${running.text()}`)
}
const hasController = (at: Device['at']): boolean =>
  existsSync(at('device/slot-b')) && readFileSync(at('device/slot-b')).equals(readFileSync(at('image')))

test('an update survives a kill -9 in the middle, is tried after a start, and is kept', {
  skip,
}, async (t) => {
  const { at, config, start } = device()
  const [half, whole] = [
    await serve(at('repo'), (path) => (path.includes('image') ? imageBytes / 2 : Infinity)),
    await serve(at('repo')),
  ]
  t.after(() => {
    for (const { server } of [half, whole]) {
      server.closeAllConnections()
      server.close()
    }
  })
  const first = start(half.url)
  t.after(() => first.child.kill('SIGKILL'))
  await saw(first, /local-api-open/)
  await until('half of the image', () =>
    existsSync(at('device/slot-b')) &&
    readFileSync(at('device/slot-b')).length >= imageBytes / 2 - 2 * 1024 * 1024
      ? true
      : undefined,
  )
  const status = spawnSync(
    process.execPath,
    ['apps/cli/bin/pericard.js', 'update', 'status', '--config', config],
    { encoding: 'utf8' },
  )
  assert.match(status.stderr, /UPDATE_BUSY|Another process updates/)
  const [pid = 0] = childOf(first.child.pid ?? 0, 'updater/main.ts')
  assert.ok(pid > 0)
  first.child.kill('SIGKILL')
  await first.ended
  assert.equal(hasController(at), false)

  const second = start(whole.url)
  t.after(() => second.child.kill('SIGKILL'))
  await saw(second, /update-restart \({"component":"controller","number":2}\)/)
  assert.ok(hasController(at))
  second.child.kill('SIGTERM')
  await second.ended

  assert.equal(pericard('update', 'boot', '--config', config, '--component', 'controller'), 'b\n')
  writeFileSync(at('device/cmdline'), 'quiet pericard.slot=b')
  const third = start(whole.url)
  t.after(() => third.child.kill('SIGKILL'))
  await saw(third, /update-kept \({"component":"controller","number":2}\)/)
  await saw(third, /update-up-to-date/)
  third.child.kill('SIGTERM')
  await third.ended
  const log = pericard('log', 'show', '--data', at('data'), '--passphrase-file', passphraseFile)
  for (const event of ['update-restart', 'update-kept']) assert.match(log, new RegExp(event))
  assert.match(readFileSync(at('device/boot.json'), 'utf8'), /"active":"b"/)
})

test('while the pump delivers nothing is written; once it has stopped the update goes on by itself', {
  skip,
}, async (t) => {
  const { at, start } = device()
  const { url, server } = await serve(at('repo'))
  const running = start('http://127.0.0.1:9')
  t.after(async () => {
    running.child.kill('SIGTERM')
    await running.ended
    server.close()
  })
  await saw(running, /update-refused \({"code":"UPDATE_SOURCE_UNREACHABLE"}\)/)
  assert.equal(await answered(at('data'), 'start', {}), 200)
  running.child.kill('SIGKILL')
  await running.ended
  const again = start(url)
  t.after(async () => {
    again.child.kill('SIGTERM')
    await again.ended
  })
  await saw(again, /update-waiting \({"component":"controller","number":2}\)/)
  assert.equal(existsSync(at('device/slot-b')), false)
  assert.equal(await answered(at('data'), 'stop', {}), 200)
  await saw(again, /update-restart/)
  assert.ok(hasController(at))
})
