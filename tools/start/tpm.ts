import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { dirname } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const startWait = 10_000

/** The emulated TPM of the pump. Its state stands for the chip: it stays with the hardware, never with the data. */
export class PumpTpm {
  readonly #child: ChildProcess | undefined

  private constructor(child: ChildProcess | undefined) {
    this.#child = child
  }

  /** Starts swtpm on a folder of state, or takes over the one that a killed start has left. */
  static async start(state: string, socket: string): Promise<PumpTpm> {
    for (const folder of [state, dirname(socket)]) mkdirSync(folder, { recursive: true, mode: 0o700 })
    if (await answers(socket)) return new PumpTpm(undefined)
    for (const path of [socket, `${socket}.ctrl`]) rmSync(path, { force: true })
    const child = spawn(
      'swtpm',
      [
        ...['socket', '--tpm2', '--tpmstate', `dir=${state}`, '--server', `type=unixio,path=${socket}`],
        ...['--ctrl', `type=unixio,path=${socket}.ctrl`, '--flags', 'not-need-init,startup-clear'],
      ],
      // Own process group: Ctrl-C reaches only us, and the pump still needs it to stop.
      { stdio: 'ignore', detached: true },
    )
    child.on('error', () => undefined)
    const end = Date.now() + startWait
    while (!existsSync(socket)) {
      if (child.exitCode !== null || child.pid === undefined || Date.now() > end)
        throw new Error('The emulated TPM (swtpm) did not start')
      await pause(20)
    }
    return new PumpTpm(child)
  }

  stop(): Promise<void> {
    this.#child?.kill('SIGTERM')
    return Promise.resolve()
  }
}

function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const tried = connect(socket)
    tried.once('connect', () => {
      tried.destroy()
      resolve(true)
    })
    tried.once('error', () => resolve(false))
  })
}
