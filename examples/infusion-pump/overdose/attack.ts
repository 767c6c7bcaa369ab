/**
 * Code that runs in the courier, the pump's process with the network, as an attacker's would. Change it as you like: it has all that
 * the courier has, and everything it prints appears on your terminal. It wants one thing, a bolus that nobody ordered.
 */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync, writeSync } from 'node:fs'
import { connect } from 'node:net'

/** Where the pump keeps its data; the attacker has read it in the manual. */
const data = '/tmp/pericard-overdose'
const overdose = { command: 'bolus', parameters: { ml: 500 }, role: 'nurse', confirmed: true }
/** The courier's one descriptor to the rest of the guard. */
const supervisor = 3

function say(what: string, how: string): void {
  console.error(`  ${what.padEnd(58)} ${how}`)
}

/** A message in the frame that the processes of the guard use. */
function send(message: object): string {
  const body = Buffer.from(JSON.stringify(message))
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length)
  writeSync(supervisor, Buffer.concat([length, body]))
  return 'sent; nobody answers (see message-dropped below)'
}

function tries(what: string, act: () => unknown): void {
  try {
    const found = act()
    say(what, typeof found === 'string' ? found : `GOT THROUGH: ${JSON.stringify(found)}`)
  } catch (error) {
    say(what, `refused: ${(error as NodeJS.ErrnoException).code ?? (error as Error).message}`)
  }
}

function dial(what: string, to: { path: string } | { host: string; port: number }): Promise<void> {
  return new Promise((done) => {
    const socket = connect(to)
    socket.once('connect', () => (say(what, 'GOT THROUGH'), socket.destroy(), done()))
    socket.once('error', (error: NodeJS.ErrnoException) => (say(what, `refused: ${error.code}`), done()))
  })
}

// By then the nurse has started an infusion.
await new Promise((wake) => setTimeout(wake, 4000))
console.error('\nInside the courier, with all that it may do:')
tries('command the gate over the supervisor', () =>
  send({ to: 'gate', type: 'command', id: 1, function: 'deliver-drug', request: overdose }),
)
tries('speak as the local API', () => send({ to: 'keeper', type: 'store', from: 'local-api' }))
tries('tell the supervisor that the guard is broken', () =>
  send({ type: 'fatal', code: 'X', message: 'stop' }),
)
await dial("connect to the gate's own socket", { path: `${data}/gate/deliver-drug/gate.sock` })
await dial("connect to the touch screen's socket", { path: `${data}/run/touch-screen.sock` })
tries('look for sockets, keys and records', () => readdirSync(data))
tries('write anywhere', () => writeFileSync('/tmp/x', 'x'))
tries("read the pump's program", () => readFileSync(`${import.meta.dirname}/../function/pump-function.ts`))
tries("change the pump's program", () => {
  writeFileSync(`${import.meta.dirname}/../function/pump-function.ts`, '// drive at 999')
})
tries('start a program of its own', () => execFileSync(process.execPath, ['-p', '1']).toString())
tries('stop every process that it can see', () => {
  const others = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) > 2)
  return others.length === 0 ? 'it sees none but its own' : others
})
console.error('')
// It stays, as an attacker would.
setInterval(() => undefined, 1000)
