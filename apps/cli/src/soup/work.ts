/** What the verbs of `pericard soup` share: an SBOM scanned, with the decisions about it. */
import type { Clock, Json } from '@pericard/base'
import type { DeviceFile } from '@pericard/model'
import type { Decision } from '@pericard/soup'
import {
  type AdvisoryIndex,
  agesOf,
  applyDecisions,
  type DecidedScan,
  factsOf,
  judge,
  type Sbom,
  type SbomComponent,
  scanSbom,
  type SoupFinding,
  type SourceAge,
  staleDaysDefault,
} from '@pericard/soup/scan'
import { openAdvisories } from '../advisory-index.ts'
import { readSbomFile } from '../sbom-file.ts'
import type { RegisterTrust } from './decisions-file.ts'

export interface WorkOptions {
  readonly advisories: string
  readonly device?: string
  readonly vex?: readonly string[]
  readonly decisions?: string
  /** File of those whose signed decisions count. */
  readonly deciders?: string
  /** Days after which data is stale, before what the device file says. */
  readonly staleDays?: number
}

/** An SBOM as it was scanned. */
export interface Work {
  readonly sbom: Sbom
  readonly decided: DecidedScan
  readonly file: DeviceFile | undefined
  readonly facts: (component: SbomComponent) => Readonly<Record<string, Json>>
  /** How old each source of a snapshot is; absent where the advisories are none. */
  readonly ages?: readonly SourceAge[]
  /** Who wrote the register of decisions; absent where there is none. */
  readonly register?: RegisterTrust
}

export type WorkResult =
  | ({ readonly ok: true } & Work)
  | { readonly ok: false; readonly lines: readonly string[] }

/** Reads and scans; what cannot be used is said in lines. What an option asks for is loaded where it is given. */
export async function workOn(path: string, options: WorkOptions, clock: Clock): Promise<WorkResult> {
  const read = readSbomFile(path)
  if (!read.ok) return read
  const file = await deviceIn(options)
  if (file?.ok === false) return file
  const opened = await openAdvisories(options.advisories)
  if (!opened.ok) return opened
  const withVex =
    options.vex === undefined ? read : (await import('../vex-files.ts')).withDecisions(read.sbom, options.vex)
  if (!withVex.ok) return withVex
  const known =
    options.decisions === undefined && options.deciders === undefined
      ? { ok: true as const, decisions: [] }
      : (await import('./decisions-file.ts')).believedDecisions(options.decisions, options.deciders)
  if (!known.ok) return known
  const { decided, facts } = decidedOn({
    ...{ sbom: withVex.sbom, advisories: opened.index, decisions: known.decisions, now: clock.now() },
    ...(file === undefined ? {} : { file: file.file }),
  })
  const daysMax = options.staleDays ?? file?.file.policy.advisoryDays ?? staleDaysDefault
  const { snapshot } = opened
  const ages = snapshot === undefined ? {} : { ages: agesOf(snapshot.sources, clock.now(), daysMax) }
  const register = !('trust' in known) || known.trust === undefined ? {} : { register: known.trust }
  return { ok: true, sbom: read.sbom, decided, file: file?.file, facts, ...ages, ...register }
}

async function deviceIn({ device }: WorkOptions): Promise<DeviceResult | undefined> {
  if (device === undefined) return undefined
  const { readDeviceFile, renderIssues } = await import('../device-file.ts')
  const parsed = readDeviceFile(device)
  return parsed.ok ? parsed : { ok: false, lines: [renderIssues(parsed.issues)] }
}

type DeviceResult =
  | { readonly ok: true; readonly file: DeviceFile }
  | { readonly ok: false; readonly lines: readonly string[] }

/** What a scan is made of. */
export interface Given {
  readonly sbom: Sbom
  readonly advisories: AdvisoryIndex
  readonly decisions: readonly Decision[]
  readonly file?: DeviceFile
  readonly now: number
}

/** Scans, and holds the decisions against what was found. */
export function decidedOn({
  sbom,
  advisories,
  decisions,
  file,
  now,
}: Given): Pick<Work, 'decided' | 'facts'> {
  const facts = (component: SbomComponent): Readonly<Record<string, Json>> =>
    file === undefined ? {} : factsOf(file, component)
  const release = releaseOf(sbom)
  const decided = applyDecisions({
    ...{ scan: scanSbom({ sbom, advisories, now }), decisions, factsOf: facts, now },
    ...(release === undefined ? {} : { release }),
  })
  return { decided, facts }
}

/** The release that an SBOM says it is of. */
export function releaseOf({ subject, serialNumber }: Sbom): string | undefined {
  return subject === undefined ? serialNumber : `${subject.name} ${subject.version ?? ''}`.trim()
}

/** What each match does to the device; without a device file nothing can be said about that. */
export async function judged({ decided, file }: Work, clock: Clock): Promise<readonly SoupFinding[]> {
  if (file !== undefined)
    // The attack graph is a package that a scan alone need not wait for.
    return (await import('../soup-scan.ts')).judgeScan(file, decided, clock.now())
  const nothing = { soup: { sboms: [], items: [] } }
  return judge(decided.scan, nothing, () => ({ lowers: [], held: '' }), decided.about).map((finding) => ({
    ...finding,
    because: 'give --device to learn what it does to the device',
  }))
}

/** Says on standard error what is wrong. @returns the exit code */
export function unusable(lines: readonly string[]): number {
  console.error(lines.join('\n'))
  return 2
}
