/** An updater that was taken over: what of the network is left to it, with and without the layers that hold it. */
import assert from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import test from 'node:test'
import { layerStates, launch, type SandboxProfile, startGuard, updaterProfile } from '@pericard/guard'
import { parseDeviceFile } from '@pericard/model'
import { parseDeviceConfig } from '@pericard/update'
import { bwrapMissing as skip, folder, passphrasePump, until } from './run.ts'

test.after(() => rmSync(folder, { recursive: true, force: true }))

/** What the attack reports of each way out: how it ended, or what a server answered. */
type Report = Readonly<Record<string, string>>

/** The attack: it tries to leave by each way, and writes what came of it into the one folder that it may change. */
const attack = `
const { connect } = require('node:net')
const { createSocket } = require('node:dgram')
const { renameSync, writeFileSync } = require('node:fs')
const { report, relay, tries, port, mirrorPort, abstract } = JSON.parse(ATTACK)
const dial = (options, say) => new Promise((done) => {
  let heard = ''
  const socket = connect(options, () => say === undefined ? done('connected') : socket.write(say))
  socket.on('data', (bytes) => { heard += bytes; if (heard.includes('\\n')) done(heard.trim()) })
  socket.on('error', (error) => done(error.code))
  socket.on('close', () => done(heard === '' ? 'closed' : heard.trim()))
  socket.setTimeout(3000, () => done('silent'))
})
// The relay may start later than this.
const dialled = async (options, say) => {
  for (let look = 0; look < tries; look++) {
    const heard = await dial(options, say)
    if (heard.startsWith('mirror')) return heard
    await new Promise((done) => setTimeout(done, 250))
  }
  return 'nothing'
}
const udp = () => new Promise((done) => {
  try {
    const socket = createSocket('udp4').on('error', (error) => done(error.code))
    socket.send('out', port, '127.0.0.1', (error) => done(error ? error.code : 'sent'))
  } catch (error) { done(error.code) }
})
void (async () => {
  const found = {
    other: await dial({ host: '127.0.0.1', port }),
    mirrorItself: await dial({ host: '127.0.0.1', port: mirrorPort }),
    outside: await dial({ host: '192.0.2.1', port: 443 }),
    abstract: await dial({ path: '\\0' + abstract }),
    udp: await udp(),
    // All that a proxy could be asked for ends at the mirror: nothing reads these bytes on the way.
    relay: await dialled({ path: relay }, 'CONNECT 127.0.0.1:' + port + ' HTTP/1.1\\r\\n'),
  }
  writeFileSync(report + '.new', JSON.stringify(found))
  renameSync(report + '.new', report)
  setInterval(() => undefined, 1000)
})()
`

async function listening(server: Server, at: string | number): Promise<Server> {
  const place = typeof at === 'number' ? { port: at, host: '127.0.0.1' } : { path: at }
  await new Promise<void>((done) => server.listen(place, done))
  return server
}

interface Field {
  readonly base: string
  readonly program: string
  readonly report: string
  readonly profile: SandboxProfile
  readonly config: ReturnType<typeof parseDeviceConfig>
  readonly mirrorUrl: string
  /** What came to a server that nobody declared. */
  readonly reached: string[]
}

/** A mirror, a server that nobody declared, a service behind an abstract socket, and the attack's program. */
async function field(t: test.TestContext, tries = 1): Promise<Field> {
  const base = mkdtempSync(join(folder, 'taken-'))
  for (const name of ['data', 'state', 'data/relay']) mkdirSync(join(base, name))
  const reached: string[] = []
  const abstract = `pericard-test-${process.pid}-${base.slice(-6)}`
  const other = await listening(
    createServer(() => reached.push('other')),
    0,
  )
  const service = await listening(
    createServer(() => reached.push('abstract')),
    `\0${abstract}`,
  )
  const mirror = await listening(
    createServer((socket) => socket.once('data', (bytes) => socket.end(`mirror heard ${bytes.toString()}`))),
    0,
  )
  t.after(() => [other, service, mirror].forEach((server) => server.close()))
  const portOf = (server: Server): number => (server.address() as AddressInfo).port
  const datagrams = createSocket('udp4').on('message', () => reached.push('udp'))
  await new Promise<void>((done) => datagrams.bind(portOf(other), '127.0.0.1', done))
  t.after(() => datagrams.close())
  const slots = { a: join(base, 'state/a'), b: join(base, 'state/b'), boot: join(base, 'state/boot') }
  const files = { dataFormat: join(base, 'state/format') }
  for (const path of Object.values(files)) writeFileSync(path, '1')
  writeFileSync(join(base, 'state/cmdline'), 'pericard.slot=a')
  const text = JSON.stringify({
    ...{ v: 1, deviceId: 'P-1', deviceFile: 'device.yaml', folder: join(base, 'state'), tpm: false },
    ...{ bootedFrom: join(base, 'state/cmdline'), components: { controller: { ...slots, ...files } } },
  })
  const config = parseDeviceConfig(new TextEncoder().encode(text))
  const report = join(base, 'state/report')
  const told = JSON.stringify({
    ...{ report, relay: join(base, 'data/relay/relay.sock'), tries, abstract },
    ...{ port: portOf(other), mirrorPort: portOf(mirror) },
  })
  const program = join(base, 'attack.cjs')
  writeFileSync(program, `const ATTACK = ${JSON.stringify(told)}\n${attack}`)
  const profile = updaterProfile(join(base, 'data'), config)
  const mirrorUrl = `http://127.0.0.1:${portOf(mirror)}`
  return { base, program, report, profile, config, mirrorUrl, reached }
}

const reportOf = (path: string): Promise<Report> =>
  until('the report of the attack', () => {
    try {
      return JSON.parse(readFileSync(path, 'utf8')) as Report
    } catch {
      return undefined
    }
  })

test('an updater that was taken over reaches its mirror through the relay, and nothing else', {
  skip,
}, async (t) => {
  const { base, program, report, config, mirrorUrl, reached } = await field(t, 60)
  const path = resolve(passphrasePump())
  const text = readFileSync(path, 'utf8')
  const parsed = parseDeviceFile(text, { file: path })
  assert.ok(parsed.ok)
  const guard = await startGuard({
    ...{ file: parsed.file, text, includes: {}, folder: dirname(path), dataDir: join(base, 'data') },
    ...{ device: 'aurea-lvp:taken', passphrase: 'a passphrase for tests only' },
    fleet: { deviceUrl: 'https://127.0.0.1:9', enrolUrl: 'https://127.0.0.1:9', fleetRoot: '' },
    ...{ takenOverUpdater: program, update: { config, url: mirrorUrl } },
    ...{ onStatus: () => undefined, onFatal: () => undefined },
  })
  t.after(() => guard.stop())
  const { relay, ...network } = await reportOf(report)
  assert.match(relay ?? '', /^mirror heard CONNECT 127\.0\.0\.1:\d+/)
  for (const [way, ended] of Object.entries(network)) assert.match(ended, /^E[A-Z]+$/, `${way}: ${ended}`)
  assert.deepEqual(reached, [])
})

test('without the network and call layers the same attack gets out: it would have been seen', {
  skip,
}, async (t) => {
  const { program, report, profile, reached } = await field(t)
  const layers = layerStates().flatMap(({ layer, there }) =>
    there && layer !== 'network' && layer !== 'seccomp' ? [layer] : [],
  )
  const child = launch(
    { ...profile, readOnly: [...profile.readOnly, program] },
    [process.execPath, program],
    { layers, stdio: ['ignore', 'ignore', 'ignore'] },
  )
  t.after(() => child.kill('SIGKILL'))
  const { other, abstract, udp, mirrorItself } = await reportOf(report)
  assert.deepEqual(
    { other, abstract, udp, mirrorItself },
    {
      ...{ other: 'connected', abstract: 'connected', udp: 'sent', mirrorItself: 'connected' },
    },
  )
  await until('each of them', () => (reached.length === 3 ? true : undefined))
  assert.deepEqual(reached.toSorted(), ['abstract', 'other', 'udp'])
})

test('without the filter the namespace alone still holds it, and without the namespace the filter alone', {
  skip,
}, async (t) => {
  for (const without of ['seccomp', 'network'] as const) {
    const { program, report, profile, reached } = await field(t)
    const layers = layerStates().flatMap(({ layer, there }) => (there && layer !== without ? [layer] : []))
    const child = launch(
      { ...profile, readOnly: [...profile.readOnly, program] },
      [process.execPath, program],
      { layers, stdio: ['ignore', 'ignore', 'ignore'] },
    )
    t.after(() => child.kill('SIGKILL'))
    const { other, mirrorItself } = await reportOf(report)
    for (const ended of [other, mirrorItself]) assert.match(ended ?? '', /^E[A-Z]+$/, `without ${without}`)
    assert.ok(!reached.includes('other') && !reached.includes('udp'), `without ${without}`)
  }
})
