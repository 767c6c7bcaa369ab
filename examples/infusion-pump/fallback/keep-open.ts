/**
 * What goes on in the pump's place when its function went wrong in the middle of an infusion: it keeps the vein open at the rate that the
 * gate tells it, until a nurse sets another one or stops it. It knows no bolus and no program of therapy, so there is little to go wrong.
 */
import { Socket } from 'node:net'

interface Order {
  readonly type: 'apply' | 'take-over'
  readonly id: number
  readonly command?: string
  readonly state?: string
  readonly parameters: { readonly ml_per_h?: number }
}

const heartbeatMs = Number(process.argv[2] ?? '1000')
const gate = new Socket({ fd: 3 })
let running = false
let mlPerHour = 0
let volume = 0
let pending = ''

function say(message: object): void {
  gate.write(`${JSON.stringify({ v: 1, ...message })}\n`)
}

function obey({ type, id, command, state, parameters }: Order): void {
  mlPerHour = parameters.ml_per_h ?? mlPerHour
  if (type === 'take-over') running = state === 'running'
  else if (command === 'start' || command === 'stop') running = command === 'start'
  else if (command !== 'set-rate') return say({ type: 'fault', id })
  say({ type: 'applied', id })
}

gate.setEncoding('utf8')
gate.on('data', (text) => {
  const lines = (pending + String(text)).split('\n')
  pending = lines.pop() ?? ''
  for (const line of lines) obey(JSON.parse(line) as Order)
})
gate.on('close', () => process.exit(0))

function live(): void {
  if (running) volume += (mlPerHour * heartbeatMs) / 2 / 3_600_000
  say({ type: 'heartbeat', volume })
}

live()
setInterval(live, heartbeatMs / 2)
