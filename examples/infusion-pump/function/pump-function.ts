/**
 * The pump's critical function, as its maker wrote it: drives the motor at the rate in force. It depends on nothing,
 * knows nothing of networks or patients, and takes orders only over descriptor 3, one JSON object a line.
 *
 * The motor is simulated: `volume` grows with time. A real drive board stops by itself when the heartbeat line falls
 * silent, so the end of this program, however it comes, is the safe state.
 */
import { Socket } from 'node:net'

interface Order {
  readonly id: number
  readonly command: string
  readonly parameters: Readonly<Record<string, number>>
}

const heartbeatMs = Number(process.argv[2] ?? '1000')
const gate = new Socket({ fd: 3 })
const motor = { running: false, mlPerHour: 0, volume: 0 }
let beat = 0
let pending = ''

function say(message: object): void {
  gate.write(`${JSON.stringify({ v: 1, ...message })}\n`)
}

function apply({ id, command, parameters }: Order): void {
  const { ml_per_h: rate = motor.mlPerHour, ml = 0 } = parameters
  if (command === 'set-rate') motor.mlPerHour = rate
  else if (command === 'bolus') motor.volume += ml
  else if (command === 'start') motor.running = true
  else if (command === 'stop') motor.running = false
  else return say({ type: 'fault', id })
  say({ type: 'applied', id })
}

gate.setEncoding('utf8')
gate.on('data', (text) => {
  const lines = (pending + String(text)).split('\n')
  pending = lines.pop() ?? ''
  for (const line of lines) apply(JSON.parse(line) as Order)
})
gate.on('close', () => process.exit(0))

function live(): void {
  if (motor.running) motor.volume += (motor.mlPerHour * heartbeatMs) / 2 / 3_600_000
  say({ type: 'heartbeat', beat: beat++, volume: motor.volume })
}

// The first one at once: the gate, and the patient, wait for it.
live()
setInterval(live, heartbeatMs / 2)
