/** A TPM emulator (swtpm) for tests, in a process of its own with its state in a folder. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { SocketTransport } from '../src/adapters/socket.ts'
import { Tpm } from '../src/tpm.ts'

const program = '/usr/bin/swtpm'
const startWait = 10_000

/** Whether it is installed; where it is not, tests say so and are skipped, in CI they fail. */
export const swtpmMissing: string | false =
  existsSync(program) || process.env['CI'] === 'true' ? false : 'swtpm is missing: apt-get install swtpm'

/** A running emulator. */
export interface Swtpm {
  /** Unix socket of the TPM. */
  readonly path: string
  readonly state: string
  connect(): Promise<Tpm>
  /** Ends it as a power cut would, with its state left as it is. */
  stop(): Promise<void>
  /** Ends it and removes its state. */
  remove(): Promise<void>
}

/** Starts an emulator on a folder of state, a fresh one where none is given. */
export async function startSwtpm(
  state: string = mkdtempSync(join(tmpdir(), 'pericard-swtpm-')),
): Promise<Swtpm> {
  mkdirSync(state, { recursive: true, mode: 0o700 })
  const path = join(state, 'tpm.sock')
  for (const name of [path, `${path}.ctrl`]) rmSync(name, { force: true })
  const child = spawn(
    program,
    [
      ...['socket', '--tpm2', '--tpmstate', `dir=${state}`, '--server', `type=unixio,path=${path}`],
      ...['--ctrl', `type=unixio,path=${path}.ctrl`, '--flags', 'not-need-init,startup-clear'],
    ],
    { stdio: 'ignore' },
  )
  const end = Date.now() + startWait
  while (!existsSync(path)) {
    if (child.exitCode !== null || Date.now() > end) throw new Error('swtpm did not start')
    await pause(10)
  }
  return {
    path,
    state,
    connect: async () => new Tpm(await SocketTransport.open({ path })),
    stop: () => stopped(child),
    remove: async () => {
      await stopped(child)
      rmSync(state, { recursive: true, force: true })
    },
  }
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await gone
}
