/** The pump's function without gate and sandbox: over a bare pipe, or with a process in between that only passes bytes on. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { connect } from 'node:net'
import type { Duplex } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export class BarePump {
  readonly #child: ChildProcess
  readonly #channel: Duplex
  #answered: () => void = () => undefined
  #id = 0

  private constructor(child: ChildProcess, channel: Duplex) {
    this.#child = child
    this.#channel = channel
    channel.on('data', (bytes: Buffer) => {
      if (bytes.includes('"applied"')) this.#answered()
    })
  }

  static overPipe(program: string, heartbeatMs: number): BarePump {
    const command = program.endsWith('.mjs') ? [process.execPath, program] : [program]
    const child = spawn(command[0] ?? program, [...command.slice(1), String(heartbeatMs)], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    })
    return new BarePump(child, child.stdio[3] as Duplex)
  }

  static async overRelay(program: string, heartbeatMs: number, socket: string): Promise<BarePump> {
    const relay = fileURLToPath(new URL('relay.ts', import.meta.url))
    const child = spawn(process.execPath, [relay, socket, program, String(heartbeatMs)], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    for (let look = 0; look < 500 && !existsSync(socket); look++) await pause(20)
    return new BarePump(child, connect(socket))
  }

  stopMotor(): Promise<void> {
    const order = { v: 1, type: 'apply', id: this.#id++, command: 'stop', parameters: {} }
    return new Promise((resolve) => {
      this.#answered = resolve
      this.#channel.write(`${JSON.stringify(order)}\n`)
    })
  }

  stop(): void {
    this.#channel.destroy()
    this.#child.kill('SIGTERM')
  }
}
