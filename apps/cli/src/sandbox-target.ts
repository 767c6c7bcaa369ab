import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import {
  callNumber,
  childProfile,
  functionProfile,
  groupName,
  GuardError,
  launch,
  type Layer,
  type SandboxProfile,
  usableLayers,
} from '@pericard/guard'
import type { DeviceFile } from '@pericard/model'
import type { SandboxPlace, SandboxRun, SandboxTarget } from '@pericard/probes'
import { fuzz } from './fuzz-target.ts'

const perl = '/usr/bin/perl'
/** An attack that has not ended by then is ended, in milliseconds. */
const attackWait = 10_000
/** Bubblewrap ends with 128 and the number of the signal. */
const killedFrom = 128
/** What an attack may write in bytes; more ends it. */
const outputMax = 64 * 1024

/**
 * The guard's sandboxes for attacks from within: the profiles that it uses, with Perl added. Undefined where there is no Perl or a
 * required layer is missing, since then there is nothing to attack.
 */
export function sandboxTarget(file: DeviceFile, deviceFile: string, data: string): SandboxTarget | undefined {
  const arch = process.arch
  if (!existsSync(perl) || (arch !== 'x64' && arch !== 'arm64')) return undefined
  const layers = layersOf(file)
  if (layers === undefined) return undefined
  const profileOf = (place: SandboxPlace): SandboxProfile => {
    const program = file.functions.find((fn) => fn.program !== undefined)?.program?.path ?? 'device'
    const profile =
      place === 'courier'
        ? childProfile('courier', resolve(data))
        : functionProfile(resolve(join(deviceFile, '..', program)))
    const group = groupName(resolve(data), `attack-${place}`)
    return { ...profile, group, readOnly: [...profile.readOnly, perl] }
  }
  return {
    run: (place, script, without) =>
      run(
        profileOf(place),
        layers.filter((each) => !without.includes(each)),
        script,
      ),
    fuzz: (place, program) => fuzz(file, deviceFile, layers, place, program),
    callNumber: (name) => callNumber(name, arch),
  }
}

function layersOf({ accepted }: DeviceFile): Layer[] | undefined {
  try {
    return usableLayers(accepted)
  } catch (error) {
    if (error instanceof GuardError) return undefined
    throw error
  }
}

function run(profile: SandboxProfile, layers: readonly Layer[], script: string): Promise<SandboxRun> {
  const child = launch(profile, [perl, '-e', script], { layers, stdio: ['ignore', 'pipe', 'ignore'] })
  let output = ''
  return new Promise((done) => {
    const late = setTimeout(() => child.kill('SIGKILL'), attackWait)
    child.stdout?.on('data', (bytes: Buffer) => {
      output += bytes.toString('latin1')
      if (output.length > outputMax) child.kill('SIGKILL')
    })
    child.on('error', () => undefined)
    child.on('close', (code, signal) => {
      clearTimeout(late)
      done({ output, killed: signal !== null || (code ?? 0) > killedFrom })
    })
  })
}
