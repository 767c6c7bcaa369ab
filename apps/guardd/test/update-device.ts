/** A device with slots and a maker with a repository, for tests of the updater in the guard. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { folder, guard, passphrasePump, type Running } from './run.ts'

export const passphraseFile: string = join(folder, 'passphrase')
writeFileSync(passphraseFile, 'a passphrase for tests only')
export const imageBytes: number = 40 * 1024 * 1024

export interface Said {
  readonly status: number | null
  readonly out: string
  readonly err: string
}

/** Runs the command line, whatever it answers. */
export function tried(...args: string[]): Said {
  const cli = ['--disable-warning=ExperimentalWarning', 'apps/cli/bin/pericard.js', ...args]
  const { status, stdout, stderr } = spawnSync(process.execPath, cli, { encoding: 'utf8' })
  return { status, out: stdout, err: stderr }
}

/** Runs the command line and expects that it succeeds. */
export function pericard(...args: string[]): string {
  const { status, out, err } = tried(...args)
  assert.equal(status, 0, err)
  return out
}

export interface UpdateDevice {
  readonly at: (name: string) => string
  /** Path of its `update.json`. */
  readonly config: string
  readonly start: (url: string) => Running
}

export interface DeviceSetting {
  /** Socket of an emulator, or none. */
  readonly tpm?: string | false
  /** Program that asks the person at the device, by the device's folder. */
  readonly confirm?: (folder: string) => readonly string[]
}

/** A repository without a release, and a pump with release 1. */
export function updateDevice({ tpm = false, confirm }: DeviceSetting = {}): UpdateDevice {
  const base = mkdtempSync(join(folder, 'update-'))
  const at = (name: string): string => join(base, name)
  const pump = passphrasePump()
  const root = ['--repository', at('repo'), '--passphrase-file', passphraseFile, '--keys', at('keys')]
  pericard('update', 'init-root', ...root, '--device', 'aurea-lvp', '--component', 'controller')
  for (const name of ['device', 'data']) mkdirSync(at(name))
  for (const [name, text] of [
    ['data-format', '1\n'],
    ['slot-a', 'the image of the factory'],
    ['cmdline', 'quiet pericard.slot=a'],
  ] as const)
    writeFileSync(at(`device/${name}`), text)
  const slots = { a: 'slot-a', b: 'slot-b', boot: 'boot.json', dataFormat: 'data-format' }
  const config = at('device/update.json')
  const paths = { deviceFile: pump, folder: 'state', tpm, bootedFrom: 'cmdline' }
  const asks = confirm === undefined ? {} : { confirmAtDevice: confirm(at('device')) }
  writeFileSync(
    config,
    JSON.stringify({ v: 1, deviceId: 'P-0001', ...paths, components: { controller: slots }, ...asks }),
  )
  const trust = ['--root', at('repo/metadata/1.root.json'), '--trust', at('repo/trust/1.trust.json')]
  pericard('update', 'provision', '--config', config, ...trust, '--installed', 'controller=1')
  const share = ['--passphrase-file', passphraseFile]
  const start = (url: string): Running =>
    guard(at('data'), pump, ...share, '--update-config', config, '--update-url', url)
  return { at, config, start }
}

/** Signs a release of the controller with both keepers' keys, and publishes it. */
export function publish(
  { at }: UpdateDevice,
  number: number,
  { bytes = imageBytes, to = 'repo' }: { readonly bytes?: number; readonly to?: string } = {},
): void {
  const [image, bundle] = [at(`image-${number}`), at(`bundle-${number}`)]
  writeFileSync(image, Buffer.alloc(bytes, `release ${number}`))
  const repository = ['--repository', at(to), '--passphrase-file', passphraseFile]
  const signed = ['update', 'sign', ...repository, '--out', bundle]
  const release = [
    '--component',
    'controller',
    '--image',
    image,
    '--number',
    `${number}`,
    '--name',
    `${number}.0`,
  ]
  pericard(...signed, ...release, '--key', at('keys/release-controller-1.pem'))
  pericard(...signed, '--bundle', bundle, '--key', at('keys/release-controller-2.pem'))
  const out = ['--keys', at('keys'), '--bundle', bundle, '--image', image]
  pericard('update', 'publish', ...repository, ...out)
}

/** Whether a slot begins with the image of a release. */
export function holds({ at }: UpdateDevice, slot: 'a' | 'b', number: number): boolean {
  const path = at(`device/slot-${slot}`)
  if (!existsSync(path)) return false
  const image = readFileSync(at(`image-${number}`))
  return readFileSync(path).subarray(0, image.length).equals(image)
}

/** What the boot loader does at a start of the machine. */
export function machineStarts({ at, config }: UpdateDevice): string {
  const slot = pericard('update', 'boot', '--config', config, '--component', 'controller').trim()
  writeFileSync(at('device/cmdline'), `quiet pericard.slot=${slot}`)
  return slot
}

export interface Mirror {
  readonly url: string
  readonly server: Server
}

/** Serves a folder. `bytesOf` says after how many bytes of a file it falls silent. */
export async function serve(
  root: string,
  bytesOf: (path: string) => number = () => Infinity,
): Promise<Mirror> {
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

/** Waits for a line of the guard: the updater asks again every five seconds, and a busy machine starts a guard slowly. */
export async function saw(running: Running, words: RegExp): Promise<void> {
  for (let look = 0; look < 600; look++) {
    if (words.test(running.text())) return
    await pause(100)
  }
  assert.fail(`waited in vain for ${String(words)} in:\n${running.text()}`)
}
