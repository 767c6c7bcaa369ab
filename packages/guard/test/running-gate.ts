/** A real gate with a real program in their sandboxes, for tests: the infusion pump's function with its envelope. */
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type FunctionProgram, parseDeviceFile } from '@pericard/model'
import {
  type CommandRequest,
  type GateConfiguration,
  type GateEvent,
  type GateLink,
  openGate,
} from '../src/index.ts'

const deviceFile = fileURLToPath(new URL('../../../examples/infusion-pump/device.yaml', import.meta.url))
const parsed = parseDeviceFile(readFileSync(deviceFile, 'utf8'), { file: 'device.yaml' })
const fn = parsed.ok ? parsed.file.functions[0] : undefined
const nurse = { role: 'nurse', confirmed: true }

export const start: CommandRequest = { command: 'start', parameters: {}, ...nurse }

export function setRate(ml_per_h: number): CommandRequest {
  return { command: 'set-rate', parameters: { ml_per_h }, ...nurse }
}

/** A folder that is gone when the test ends. */
export function ownFolder(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'pericard-gate-'))
  context.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** What a gate needs to run `program` as the pump's function, with an interval short enough for tests. */
export function pumpGate(
  context: TestContext,
  program: string,
  more: Partial<FunctionProgram> = {},
): GateConfiguration {
  assert.ok(fn !== undefined)
  // The tests of fallbacks bring their own.
  const { fallback: _ofTheExample, ...alone } = fn
  return {
    deviceFile: 'one',
    device: 'aurea-lvp',
    function: { ...alone, program: { path: program, heartbeatMs: 200, ...more } },
    program,
    socket: join(ownFolder(context), 'gate.sock'),
  }
}

/** Polls rather than sleeps, so that a slow machine only takes longer. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 1000; i++) {
    if (await condition()) return
    await pause(20)
  }
  assert.fail('did not come about')
}

/** Opens the gate, and shuts it down when the test ends. */
export async function open(
  context: TestContext,
  configuration: GateConfiguration,
  events: GateEvent[] = [],
): Promise<Awaited<ReturnType<typeof openGate>>> {
  const gate = await openGate(configuration, (event) => events.push(event))
  context.after(() => gate.link.shutdown().catch(() => undefined))
  return gate
}

export async function alive(link: GateLink): Promise<void> {
  await until(async () => (await link.status()).alive)
}
