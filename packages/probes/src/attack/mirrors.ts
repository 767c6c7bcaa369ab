/** Attacks by those who stand between the maker and the device, or hold an old copy of what the maker published. */
import {
  type Mirror,
  notRun,
  type Offered,
  type ProbeResult,
  type ProbeTarget,
  type UpdateField,
  verdict,
} from '../probe.ts'

/** One thing that a mirror does, on a device of its own. */
export interface MirrorAttack {
  readonly name: string
  /** Release that the device runs. */
  readonly installed: number
  /** Sets the scene and gives the mirror. `another` makes a device of another maker. */
  readonly prepare: (field: UpdateField, another: () => Promise<UpdateField>) => Promise<Mirror>
  /** Whether it got through; by default, if a byte was written, the next start changed, or nothing was refused. */
  readonly succeeded?: (offered: Offered) => boolean
}

/** Runs the attacks one after the other; an updater that says nothing cannot be judged. */
export async function attackUpdater(
  { update }: ProbeTarget,
  did: string,
  attacks: readonly MirrorAttack[],
): Promise<ProbeResult> {
  if (update === undefined) return notRun(did, 'no updater of this device can be started here')
  const breaches: string[] = []
  for (const { name, installed, prepare, succeeded = taken } of attacks) {
    const fields: UpdateField[] = []
    const another = async (): Promise<UpdateField> => {
      const made = await update.field(installed)
      fields.push(made)
      return made
    }
    try {
      const field = await another()
      const offered = await field.offer(await prepare(field, another))
      if (succeeded(offered)) breaches.push(`${name}: ${told(offered)}`)
      else if (offered.event === 'silent') return notRun(did, `${name}: the updater reported nothing`)
    } finally {
      for (const field of fields) field.end()
    }
  }
  return verdict(did, breaches, attacks.length)
}

/** A mirror that gives these files. */
export function serving(files: ReadonlyMap<string, Uint8Array>): Mirror {
  return (path) => files.get(path)
}

function taken({ event, switched, wrote }: Offered): boolean {
  return switched || wrote || (event !== 'refused' && event !== 'silent')
}

function told({ event, code, switched, wrote, served }: Offered): string {
  const what = switched ? 'the next start changed' : wrote ? 'it wrote a slot' : `it reported ${event}`
  return `${what}${code === undefined ? '' : ` (${code})`}, after ${served} bytes`
}
