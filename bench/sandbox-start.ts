/** Starting and ending a program in the guard's sandboxes, with every layer, against the same program started bare. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  childProfile,
  functionProfile,
  launch,
  type Layer,
  layersWithin,
  type SandboxProfile,
  usableLayers,
} from '@pericard/guard'
import { atMost, type BenchRow, interleaved } from './bench.ts'

const rounds = 25
const bars = { unit: 'x time', bar: 1.5, aim: 1.3 }

export async function run(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'pericard-start-'))
  try {
    const program = join(folder, 'program.js')
    writeFileSync(program, 'process.stdout.write("ran")')
    const all = usableLayers([])
    const rights = ['--permission', `--allow-fs-read=${folder}`]
    const files = [{ path: program, bytes: readFileSync(program) }]
    const within =
      (profile: SandboxProfile, layers: readonly Layer[], laid = files) =>
      async (): Promise<void> =>
        ended(
          launch(profile, [process.execPath, ...rights, program], {
            ...{ layers, files: laid },
            stdio: ['ignore', 'pipe', 'ignore'],
          }),
        )
    const bare = async (): Promise<void> =>
      ended(spawn(process.execPath, [program], { env: {}, stdio: ['ignore', 'pipe', 'ignore'] }))
    const asCourier = childProfile('courier', folder)
    const asFunction = functionProfile(program)
    const times = await interleaved(
      {
        bare,
        courier: within({ ...asCourier, readOnly: [...asCourier.readOnly, folder] }, all, []),
        // As its gate starts it: in the gate's cgroup and under the gate's limits.
        function: within(asFunction, layersWithin(all)),
      },
      rounds,
    )
    return (['courier', 'function'] as const).map((place) => {
      const against = `node alone (${times.bare.toFixed(1)} ms; sandboxed ${times[place].toFixed(1)} ms)`
      return atMost({ ...bars, name: `sandbox-start-${place}`, value: times[place] / times.bare, against })
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A sandbox that did not run the program would be the fastest. */
function ended(child: ChildProcess): Promise<void> {
  let said = ''
  child.stdout?.on('data', (bytes: Buffer) => (said += bytes.toString()))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', () =>
      said === 'ran' ? resolve() : reject(new Error(`the program did not run; it said "${said}"`)),
    )
  })
}
