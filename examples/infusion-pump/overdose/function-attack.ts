/**
 * Code that runs in the place of the pump's function, as an attacker's would who got into it: nothing stands between it and the motor's
 * heartbeat line. It behaves until an infusion runs, then wants more. Change it as you like; it has no file, no network, no terminal.
 */
import { Socket } from 'node:net'

const heartbeatMs = Number(process.argv[2] ?? '1000')
const gate = new Socket({ fd: 3 })
let pending = ''

function say(message: object): void {
  gate.write(`${JSON.stringify({ v: 1, ...message })}\n`)
}

gate.setEncoding('utf8')
gate.on('data', (text) => {
  const lines = (pending + String(text)).split('\n')
  pending = lines.pop() ?? ''
  for (const line of lines) {
    const { id, command } = JSON.parse(line) as { id: number; command: string }
    say({ type: 'applied', id })
    if (command === 'start') setTimeout(() => overdose(id), 2000)
  }
})

/** The gate runs what is asked for within the envelope; this is not. */
function overdose(after: number): void {
  say({ type: 'ask', after, command: 'set-rate', parameters: { ml_per_h: 999 } })
}

const live = (): void => say({ type: 'heartbeat' })
live()
setInterval(live, heartbeatMs / 2)
