import { setTimeout as pause } from 'node:timers/promises'
import type { ProbeResult, ProbeTarget, SandboxPlace, SandboxRun, SandboxTarget } from '../../probe.ts'
import { notRun } from '../../probe.ts'
import { type Decoy, layDecoy } from './decoy.ts'
import type { Escape } from './escape.ts'
import { escapes as allEscapes } from './index.ts'

/**
 * `shown`: refused, and it gets through once the layers that stop it are off. `refused`: refused, and whether it would work at all
 * was not or could not be shown. `through`: it got out. `broken`: the script did not even begin.
 */
export type Outcome = 'shown' | 'refused' | 'through' | 'broken'

export interface Attempt {
  readonly escape: Escape
  readonly outcome: Outcome
  /** Why it was not shown to work. */
  readonly because?: string
}

/** Least part of the attacks that must be shown to work, or the battery proves nothing. */
const shownMin = 0.5

/** Starts of one attack, and milliseconds between them. */
const startTriesMax = 3
const startPause = 50

/** Tries every way out of a place, and again with the layers off that stop it. */
export async function attackAll(
  place: SandboxPlace,
  sandbox: SandboxTarget,
  dataDir?: string,
  escapes: readonly Escape[] = allEscapes,
): Promise<Attempt[]> {
  const decoy = await layDecoy(dataDir)
  const attempts: Attempt[] = []
  try {
    for (const escape of escapes) {
      if (!escape.from.includes(place)) continue
      const script = scriptOf(escape, decoy, sandbox)
      if (script !== undefined) attempts.push(await attempt(escape, place, script, sandbox))
    }
  } finally {
    await decoy.remove()
  }
  return attempts
}

/** What the attempts say about the sandbox. */
export function judge(did: string, attempts: readonly Attempt[]): ProbeResult {
  const of = (outcome: Outcome): string[] =>
    attempts.filter((each) => each.outcome === outcome).map(({ escape }) => escape.id)
  const [through, broken, shown, refused] = [of('through'), of('broken'), of('shown'), of('refused')]
  if (through.length > 0)
    return {
      result: 'failed',
      did,
      saw: `${through.length} of ${attempts.length} got out: ${through.join(', ')}`,
    }
  if (broken.length > 0) return notRun(did, `${broken.length} attacks could not begin: ${broken.join(', ')}`)
  if (shown.length < attempts.length * shownMin)
    return notRun(did, `only ${shown.length} of ${attempts.length} attacks work here without the sandbox`)
  const rest = refused.length === 0 ? '' : `; refused but not shown: ${refused.join(', ')}`
  const saw = `all ${attempts.length} were refused; ${shown.length} get through once their layer is off${rest}`
  return { result: 'held', did, saw }
}

/** Runs the battery from one place, as a probe does. */
export async function escapeFrom(place: SandboxPlace, target: ProbeTarget): Promise<ProbeResult> {
  const did = `ran native code in the sandbox of the ${place}, and again with single layers off`
  if (target.sandbox === undefined) return notRun(did, 'the sandboxes of the guard cannot be started here')
  return judge(did, await attackAll(place, target.sandbox, target.dataDir))
}

async function attempt(
  escape: Escape,
  place: SandboxPlace,
  script: string,
  sandbox: SandboxTarget,
): Promise<Attempt> {
  const run = async (...what: Parameters<SandboxTarget['run']>): Promise<SandboxRun> => {
    let found = await sandbox.run(...what)
    // A busy kernel may refuse to make a sandbox so soon after the end of the last; that says nothing about the attack.
    for (let tries = 1; tries < startTriesMax && wayOf(found) === 'broken'; tries++) {
      await pause(startPause * tries)
      found = await sandbox.run(...what)
    }
    return found
  }
  const { beyond = [], stoppedBy, unsafe } = escape
  const sound = wayOf(await run(place, script, beyond))
  if (sound !== 'refused') return { escape, outcome: sound }
  if (unsafe !== undefined) return { escape, outcome: 'refused', because: unsafe }
  const weak = await run(place, script, [...beyond, ...stoppedBy])
  const way = wayOf(weak)
  if (way === 'through') return { escape, outcome: 'shown' }
  if (way === 'broken') return { escape, outcome: 'broken' }
  const answer = /^refused (.*)/m.exec(weak.output)?.[1] ?? 'it ended the process'
  return { escape, outcome: 'refused', because: `this kernel refuses it by itself: ${answer}` }
}

/** A script that ended in neither way has a fault of its own, which must not pass for a refusal. */
function wayOf({ output, killed }: SandboxRun): 'through' | 'refused' | 'broken' {
  if (!output.startsWith('begun\n')) return 'broken'
  if (/^through/m.test(output)) return 'through'
  return killed || /^refused/m.test(output) ? 'refused' : 'broken'
}

/** The whole script, or undefined where this architecture lacks one of its calls. */
function scriptOf({ script }: Escape, decoy: Decoy, { callNumber }: SandboxTarget): string | undefined {
  const names = [...new Set([...script.matchAll(/\$N\{(\w+)\}/g)].map(([, name = '']) => name))]
  const numbers = names.map((name) => [name, callNumber(name)] as const)
  if (numbers.some(([, number]) => number === undefined)) return undefined
  return [
    '$| = 1;',
    `my %N = (${numbers.map(([name, number]) => `${name} => ${number}`).join(', ')});`,
    ...Object.entries(decoy.scalars).map(([name, value]) => `my $${name} = ${perlText(String(value))};`),
    `my @disks = (${decoy.disks.map(perlText).join(', ')});`,
    'sub refused { print "refused $!\\n"; exit 0 }',
    'sub through { print "through\\n"; exit 0 }',
    'print "begun\\n";',
    script,
    'refused;',
  ].join('\n')
}

function perlText(text: string): string {
  return `'${text.replaceAll(/[\\']/g, String.raw`\$&`)}'`
}
