import type { EvidenceWriter } from './evidence.ts'
import type { Probe, ProbeResult, ProbeTarget } from './probe.ts'
import { probes as allProbes } from './probes/index.ts'

export interface ProveEntry extends ProbeResult {
  readonly probe: string
  readonly control: string
}

export interface ProveOptions {
  readonly target: ProbeTarget
  readonly writer: EvidenceWriter
  readonly now: () => number
  readonly onStart?: (probe: Probe, index: number, of: number) => void
  readonly onLine?: (line: string, entry: ProveEntry) => void
}

/** Runs each probe that a control of the device file names, once, and writes one line of evidence for each such control. */
export async function proveAll({
  target,
  writer,
  now,
  onStart,
  onLine,
}: ProveOptions): Promise<ProveEntry[]> {
  const { controls } = target.deviceFile
  const wanted = allProbes.filter(({ id }) => controls.some((control) => control.probes.includes(id)))
  const entries: ProveEntry[] = []
  for (const [index, probe] of wanted.entries()) {
    onStart?.(probe, index, wanted.length)
    const found = await probe.run(target)
    for (const control of controls.filter((each) => each.probes.includes(probe.id))) {
      const entry = { probe: probe.id, control: control.id, ...found }
      entries.push(entry)
      onLine?.(writer.line(probe, control.id, found, now()), entry)
    }
  }
  return [...entries, ...unknown(target)]
}

/** Probes that the file names but nobody wrote: they prove nothing, and saying so beats leaving them out. */
function unknown({ deviceFile }: ProbeTarget): ProveEntry[] {
  return deviceFile.controls.flatMap((control) =>
    control.probes
      .filter((id) => !allProbes.some((probe) => probe.id === id))
      .map(
        (probe) =>
          ({
            probe,
            control: control.id,
            result: 'not-run',
            did: '',
            saw: 'there is no such probe',
          }) as const,
      ),
  )
}
