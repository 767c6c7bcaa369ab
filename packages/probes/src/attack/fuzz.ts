/** Malformed messages from within a process of the guard, to whoever reads what it says. */
import type { FuzzRun, ProbeResult, ProbeTarget, SandboxPlace } from '../probe.ts'
import { notRun } from '../probe.ts'

/** Programs of one run, each with a seed of its own; the same seeds each time, so that a failure can be repeated. */
const seeds = [1, 2, 3, 4]

/** JavaScript, for Node's CommonJS: numbers that look random and come again with the same seed, and ways to spoil a message. */
const prelude = (seed: number): string => `
const { writeSync } = require('node:fs')
let state = ${seed} * 0x9e3779b9 >>> 0
const below = (most) => { state = Math.imul(state ^ state >>> 15, 0x2c1b3c6d) + 0x6d2b79f5 >>> 0; return state % most }
const pick = (all) => all[below(all.length)]
const noise = (length) => Buffer.from(Array.from({ length }, () => below(256)))
const flip = (bytes) => { const bent = Buffer.from(bytes); bent[below(bent.length)] ^= 1 << below(8); return bent }
const cut = (bytes) => bytes.subarray(0, below(bytes.length))
const say = (bytes) => { try { writeSync(3, bytes) } catch {} }
`

/** Lines to the gate: now and then a sound one, or the gate would end it before it has tried much. */
const functionFuzz = `
const beat = Buffer.from('{"v":1,"type":"heartbeat"}\\n')
const answer = () => Buffer.from('{"v":1,"type":"' + pick(['applied', 'fault', 'apply', '__proto__']) + '","id":' + pick(['1', '-1', '1e99', '0.5', '"1"', '{}', '9007199254740993']) + '}\\n')
const tries = [
  () => flip(beat), () => cut(beat), () => Buffer.concat([noise(below(64)), beat]), answer, () => flip(answer()),
  () => Buffer.from('['.repeat(below(4000)) + '\\n'), () => Buffer.alloc(below(20000), 'x'),
  () => Buffer.from('{"v":1,"type":"heartbeat","__proto__":{"v":1}}\\n'), () => Buffer.concat(Array(below(200)).fill(beat)),
]
say(beat)
setTimeout(() => setInterval(() => say(below(8) ? beat : pick(tries)()), 4), below(60))
`

/** Frames to the supervisor, among them every message that a courier may not send. */
const courierFuzz = `
const frame = (body, length = body.length) => { const head = Buffer.alloc(4); head.writeUInt32BE(length >>> 0); return Buffer.concat([head, Buffer.from(body)]) }
const routes = () => JSON.stringify({ to: pick(['gate', 'keeper', 'local-api', 'supervisor', 'courier', '__proto__', 'constructor', 7, null, undefined]),
  type: pick(['command', 'store', 'start', 'answer', 'fatal', 'status', 'shutdown', 'identity', '']), id: pick([0, -1, 1e99, 'x', {}]),
  function: pick(FUNCTIONS), request: { command: pick(COMMANDS), parameters: {}, role: pick(ROLES), confirmed: true }, status: 'x', detail: 'y' })
const tries = [
  () => frame(routes()), () => frame(routes()), () => flip(frame(routes())), () => cut(frame(routes())), () => noise(below(64)),
  () => frame('x', 0xffffffff), () => frame('['.repeat(5000)), () => frame('{"type":"answer","__proto__":{"to":"gate"}}'), () => frame('', 0),
]
for (let count = 0; count < 12; count++) say(frame(routes()))
setInterval(() => say(pick(tries)()), 4)
`

function programOf(place: SandboxPlace, seed: number, { deviceFile }: ProbeTarget): string {
  if (place === 'function') return prelude(seed) + functionFuzz
  const commands = deviceFile.functions.flatMap((fn) => fn.commands.map(({ id }) => id))
  const words = {
    FUNCTIONS: deviceFile.functions.map(({ id }) => id),
    COMMANDS: commands,
    ROLES: deviceFile.roles.map(({ id }) => id),
  }
  const constants = Object.entries(words).map(([name, list]) => `const ${name} = ${JSON.stringify(list)}\n`)
  return prelude(seed) + constants.join('') + courierFuzz
}

/** Runs the programs of all seeds from one place, as a probe does. */
export async function fuzzFrom(place: SandboxPlace, target: ProbeTarget): Promise<ProbeResult> {
  const did = `sent malformed messages from within the ${place}, with the seeds ${seeds.join(', ')}`
  const fuzz = target.sandbox?.fuzz
  if (fuzz === undefined) return notRun(did, 'no gate can be started here')
  const runs: FuzzRun[] = []
  for (const seed of seeds) runs.push(await fuzz(place, programOf(place, seed, target)))
  return judge(did, runs)
}

function judge(did: string, runs: readonly FuzzRun[]): ProbeResult {
  const sum = (of: (run: FuzzRun) => number): number => runs.reduce((total, run) => total + of(run), 0)
  const [accepted, unanswered] = [sum((run) => run.accepted), sum((run) => run.unanswered)]
  const disturbed = runs.filter((run) => run.disturbed).length
  if (accepted + unanswered + disturbed > 0) {
    const saw = `${accepted} commands took effect, ${unanswered} questions went unanswered, the function was disturbed in ${disturbed} runs`
    return { result: 'failed', did, saw }
  }
  // What was never noticed was never read: then nothing was attacked.
  const silent = runs.filter((run) => run.noticed === 0).length
  if (silent > 0) return notRun(did, `in ${silent} of ${runs.length} runs nobody noticed a malformed message`)
  const saw = `no command took effect, all ${sum((run) => run.asked)} questions were answered, misbehaviour was noticed ${sum((run) => run.noticed)} times`
  return { result: 'held', did, saw }
}
