/** A maker, a mirror and a device with an updater, on this machine and of no worth, for attacks on updates. */
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { GuardError, startUpdaterAlone, usableLayers } from '@pericard/guard'
import type { DeviceFile } from '@pericard/model'
import type { Mirror, Offered, UpdateField, UpdateTarget } from '@pericard/probes'
import type { DeviceConfig } from '@pericard/update'
import { openDeviceUpdater, provisionDevice } from '@pericard/update/adapters/device'
import { parseBoot } from '@pericard/update/adapters/files'
import { FolderSource } from '@pericard/update/adapters/sources'
import { initRepository, openKeyFile, publishRelease, signRelease } from '@pericard/update/repository'
import { readText } from './device-file.ts'

/** Longest wait for the updater's first word, in milliseconds: its start, and what the updater allows a mirror. */
const reportWait = 90_000
const imageBytes = 1024 * 1024
const single = { keys: 1, threshold: 1 }

/**
 * The updater as this device runs it. Undefined where no component is updated over the network, or where its
 * sandbox could not be made here: then there is nothing to attack.
 */
export function updateTarget(file: DeviceFile): UpdateTarget | undefined {
  const component = file.updates.find(({ way }) => way === 'remote')?.components[0]
  if (component === undefined) return undefined
  try {
    usableLayers(file.accepted)
  } catch (error) {
    if (error instanceof GuardError) return undefined
    throw error
  }
  return { field: (installed) => makeField(file, component, installed) }
}

async function makeField(file: DeviceFile, component: string, installed: number): Promise<UpdateField> {
  const base = mkdtempSync(join(tmpdir(), 'pericard-mirror-'))
  const at = (name: string): string => join(base, name)
  const [repository, keys, passphrase] = [at('repository'), at('keys'), randomBytes(24).toString('base64')]
  await initRepository({
    ...{ repository, keys, passphrase, device: file.device.id, components: [component] },
    ...{ root: single, release: single, at: new Date() },
  })
  const config = configOf(base, component)
  mkdirSync(at('device'))
  for (const [name, text] of [
    ['data-format', '1'],
    ['slot-a', `release ${installed}`],
    ['cmdline', 'pericard.slot=a'],
  ] as const)
    writeFileSync(at(`device/${name}`), text)
  await provisionDevice(config, {
    root: readText(at('repository/metadata/1.root.json')),
    trust: readText(at('repository/trust/1.trust.json')),
    installed: { [component]: installed },
  })
  const key = (name: string): ReturnType<typeof openKeyFile> =>
    openKeyFile(join(keys, `${name}.pem`), passphrase)
  return {
    publish: async (number) => {
      const image = at('image')
      writeFileSync(image, Buffer.alloc(imageBytes, `release ${number}`))
      const release = { component, image, number, name: `${number}.0`, data: { writes: 1, readsFrom: 1 } }
      const bundle = await signRelease(
        { repository, ...release, at: new Date() },
        await key(`release-${component}-1`),
      )
      const online = { snapshot: await key('snapshot'), timestamp: await key('timestamp') }
      await publishRelease({ repository, online, at: new Date() }, bundle, image)
    },
    files: () => filesOf(repository),
    look: async () => {
      const ways = (): readonly ['remote'] => ['remote']
      const hooks = { mayInstall: () => Promise.resolve(false), healthy: () => Promise.resolve(false) }
      await (await openDeviceUpdater({ config, ways, hooks })).check(component, new FolderSource(repository))
    },
    offer: (mirror) => offer(file, base, config, mirror),
    end: () => rmSync(base, { recursive: true, force: true }),
  }
}

function configOf(base: string, component: string): DeviceConfig {
  const at = (name: string): string => join(base, 'device', name)
  return {
    ...{ v: 1, deviceId: 'probe', deviceFile: 'device.yaml', folder: at('state'), tpm: false },
    bootedFrom: at('cmdline'),
    components: {
      [component]: { a: at('slot-a'), b: at('slot-b'), boot: at('boot.json'), dataFormat: at('data-format') },
    },
  }
}

function filesOf(folder: string): Map<string, Uint8Array> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((each) => each.isFile())
  return new Map(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name)
      return [relative(folder, path), new Uint8Array(readFileSync(path))]
    }),
  )
}

/** Runs the updater and its relay against a mirror until it says what it made of it. */
async function offer(file: DeviceFile, base: string, config: DeviceConfig, mirror: Mirror): Promise<Offered> {
  const { url, served, close } = await serve(mirror)
  const dataDir = join(base, 'data')
  mkdirSync(dataDir, { recursive: true })
  let say: (said: Pick<Offered, 'event' | 'code'>) => void = () => undefined
  const said = new Promise<Pick<Offered, 'event' | 'code'>>((done) => (say = done))
  const late = setTimeout(() => say({ event: 'silent', code: undefined }), reportWait)
  try {
    const stop = await startUpdaterAlone({
      ...{ file, dataDir, update: { config, url } },
      onEvent: (event, { code }) =>
        say({ event: event.replace('update-', ''), code: code === undefined ? undefined : String(code) }),
    })
    try {
      return { ...(await said), ...changed(config), served: served() }
    } finally {
      await stop()
    }
  } finally {
    clearTimeout(late)
    close()
  }
}

/** What is different from a device that refused. */
function changed({ components }: DeviceConfig): Pick<Offered, 'switched' | 'wrote'> {
  const found = Object.values(components).map(({ b, boot }) => {
    const { active, trial } = parseBoot(new Uint8Array(readFileSync(boot)))
    const wrote = (statSync(b, { throwIfNoEntry: false })?.size ?? 0) > 0
    return { switched: active !== 'a' || trial !== undefined, wrote }
  })
  return { switched: found.some(({ switched }) => switched), wrote: found.some(({ wrote }) => wrote) }
}

async function serve(
  mirror: Mirror,
): Promise<{ readonly url: string; readonly served: () => number; readonly close: () => void }> {
  let bytes = 0
  const answer = async (path: string, response: ServerResponse): Promise<void> => {
    const found = mirror(path)
    if (found === undefined) return void response.writeHead(404).end()
    response.writeHead(200)
    const pieces = found instanceof Uint8Array ? [found] : found
    // Counted as they leave: what the other side does not take is never made.
    await pipeline(Readable.from(counted(pieces)), response)
  }
  function* counted(pieces: Iterable<Uint8Array>): Iterable<Uint8Array> {
    for (const piece of pieces) {
      bytes += piece.length
      yield piece
    }
  }
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://mirror').pathname).slice(1)
    // The device breaks off what goes on for too long.
    answer(path, response).catch(() => response.destroy())
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    served: () => bytes,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
