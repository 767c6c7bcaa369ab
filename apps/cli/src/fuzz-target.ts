/** Gate and guard of their own, on this machine, for malformed messages from within. */
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import {
  type GateConfiguration,
  type GateEvent,
  gateFolder,
  type GateLink,
  type Layer,
  openGate,
  programsOf,
  startGuard,
} from '@pericard/guard'
import type { CriticalFunction, DeviceFile } from '@pericard/model'
import type { FuzzRun, SandboxPlace } from '@pericard/probes'
import { readText } from './device-file.ts'

/** One run, and the pause between two questions, in milliseconds. */
const runFor = 1200
const askEvery = 25
/** An answer that takes longer is none, in milliseconds. */
const answerWithin = 1000

/** Runs a program in the place of the courier or of the critical function, and watches what gate and guard still do. */
export async function fuzz(
  file: DeviceFile,
  path: string,
  layers: readonly Layer[],
  place: SandboxPlace,
  program: string,
): Promise<FuzzRun> {
  const folder = mkdtempSync(join(tmpdir(), 'pericard-fuzz-'))
  const fn = file.functions.find(({ program: declared }) => declared !== undefined)
  try {
    if (fn === undefined) return { accepted: 0, asked: 0, unanswered: 0, disturbed: false, noticed: 0 }
    const script = join(folder, 'image', 'fuzz.js')
    mkdirSync(dirname(script))
    writeFileSync(script, program)
    return place === 'function'
      ? await asFunction(file, fn, layers, folder, script)
      : await asCourier(file, fn, path, folder, script)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function asFunction(
  file: DeviceFile,
  fn: CriticalFunction,
  layers: readonly Layer[],
  folder: string,
  script: string,
): Promise<FuzzRun> {
  const sha256 = createHash('sha256').update(readText(script)).digest('hex')
  const configuration = {
    ...{ deviceFile: 'fuzz', device: file.device.id, layers, program: script },
    function: { ...fn, program: { path: script, sha256, heartbeatMs: 200 } },
    socket: join(folder, 'gate.sock'),
  }
  const events: GateEvent[] = []
  const { link } = await openGate(configuration, (event) => events.push(event))
  try {
    const asked = await askOn(link, fn)
    return { ...asked, disturbed: false, noticed: count(events, 'function-safe-state') }
  } finally {
    await link.shutdown().catch(() => undefined)
  }
}

async function asCourier(
  file: DeviceFile,
  fn: CriticalFunction,
  path: string,
  folder: string,
  script: string,
): Promise<FuzzRun> {
  let noticed = 0
  const dataDir = join(folder, 'data')
  mkdirSync(dataDir)
  const text = readText(path)
  const guard = await startGuard({
    ...{
      file,
      text,
      includes: {},
      folder: dirname(resolve(path)),
      dataDir,
      device: `${file.device.id}:fuzz`,
    },
    fleet: { deviceUrl: 'https://127.0.0.1:9', enrolUrl: 'https://127.0.0.1:9', fleetRoot: '' },
    takenOverCourier: script,
    onStatus: (who, status) => {
      if (who === 'courier' && (status === 'message-dropped' || status === 'ended')) noticed++
    },
    onFatal: () => undefined,
  })
  const events: GateEvent[] = []
  const configuration: GateConfiguration = {
    ...{ deviceFile: createHash('sha256').update(text).digest('hex'), device: file.device.id, function: fn },
    ...programsOf(fn, dirname(path)),
    socket: join(gateFolder(dataDir, fn.id), 'gate.sock'),
  }
  const { link } = await openGate(configuration, (event) => events.push(event))
  try {
    const asked = await askOn(link, fn)
    const accepted = asked.accepted + count(events, 'command-accepted')
    return { ...asked, accepted, noticed, disturbed: count(events, 'function-safe-state') > 0 }
  } finally {
    link.close()
    await guard.stop()
  }
}

function count(events: readonly GateEvent[], name: string): number {
  return events.filter(({ event }) => event === name).length
}

/** Asks for what nobody may have, again and again: the gate has to refuse, each time and soon. */
async function askOn(
  link: GateLink,
  fn: CriticalFunction,
): Promise<Pick<FuzzRun, 'accepted' | 'asked' | 'unanswered'>> {
  const request = { command: fn.commands[0]?.id ?? '', parameters: {}, role: 'nobody', confirmed: true }
  const end = performance.now() + runFor
  const found = { accepted: 0, asked: 0, unanswered: 0 }
  while (performance.now() < end) {
    const late = pause(answerWithin, undefined, { ref: false })
    const answer = await Promise.race([link.command(request).catch(() => undefined), late])
    found.asked++
    if (answer === undefined) found.unanswered++
    else if (answer.accepted) found.accepted++
    await pause(askEvery)
  }
  return found
}
