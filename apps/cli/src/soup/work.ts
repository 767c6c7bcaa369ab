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
  type SharedResults,
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

export type WorkResult = ({ readonly ok: true } & Work) | Refused

/** What the options of a scan name, opened once for any number of SBOMs. */
export interface Base {
  readonly index: AdvisoryIndex
  readonly file: DeviceFile | undefined
  readonly vex: readonly string[] | undefined
  readonly decisions: readonly Decision[]
  readonly ages?: readonly SourceAge[]
  readonly register?: RegisterTrust
}

type Refused = { readonly ok: false; readonly lines: readonly string[] }

/** Opens what the options name; what cannot be used is said in lines. What an option asks for is loaded where it is given. */
export async function baseOf(
  options: WorkOptions,
  clock: Clock,
): Promise<({ readonly ok: true } & Base) | Refused> {
  const file = await deviceIn(options)
  if (file?.ok === false) return file
  const opened = await openAdvisories(options.advisories)
  if (!opened.ok) return opened
  const known =
    options.decisions === undefined && options.deciders === undefined
      ? { ok: true as const, decisions: [] }
      : (await import('./decisions-file.ts')).believedDecisions(options.decisions, options.deciders)
  if (!known.ok) return known
  const daysMax = options.staleDays ?? file?.file.policy.advisoryDays ?? staleDaysDefault
  const { index, snapshot } = opened
  const ages = snapshot === undefined ? {} : { ages: agesOf(snapshot.sources, clock.now(), daysMax) }
  const register = !('trust' in known) || known.trust === undefined ? {} : { register: known.trust }
  const { decisions } = known
  return { ok: true, index, file: file?.file, vex: options.vex, decisions, ...ages, ...register }
}

/** Reads an SBOM and scans it; what cannot be used is said in lines. */
export async function workWith(
  base: Base,
  path: string,
  clock: Clock,
  shared?: SharedResults,
): Promise<WorkResult> {
  const read = readSbomFile(path)
  if (!read.ok) return read
  const { index: advisories, file, vex, decisions, ages, register } = base
  const withVex = vex === undefined ? read : (await import('../vex-files.ts')).withDecisions(read.sbom, vex)
  if (!withVex.ok) return withVex
  const { decided, facts } = decidedOn({
    ...{ sbom: withVex.sbom, advisories, decisions, now: clock.now() },
    ...(file === undefined ? {} : { file }),
    ...(shared === undefined ? {} : { shared }),
  })
  return {
    ...{ ok: true, sbom: read.sbom, decided, file, facts },
    ...(ages === undefined ? {} : { ages }),
    ...(register === undefined ? {} : { register }),
  }
}

/** Opens what the options name, reads an SBOM and scans it. */
export async function workOn(path: string, options: WorkOptions, clock: Clock): Promise<WorkResult> {
  const base = await baseOf(options, clock)
  return base.ok ? await workWith(base, path, clock) : base
}

async function deviceIn({ device }: WorkOptions): Promise<DeviceResult | undefined> {
  if (device === undefined) return undefined
  const { readDeviceFile, renderIssues } = await import('../device-file.ts')
  const parsed = readDeviceFile(device)
  return parsed.ok ? parsed : { ok: false, lines: [renderIssues(parsed.issues)] }
}

type DeviceResult = { readonly ok: true; readonly file: DeviceFile } | Refused

/** What a scan is made of. */
export interface Given {
  readonly sbom: Sbom
  readonly advisories: AdvisoryIndex
  readonly decisions: readonly Decision[]
  readonly file?: DeviceFile
  readonly now: number
  readonly shared?: SharedResults
}

/** Scans, and holds the decisions against what was found. */
export function decidedOn({
  sbom,
  advisories,
  decisions,
  file,
  now,
  shared,
}: Given): Pick<Work, 'decided' | 'facts'> {
  const facts = (component: SbomComponent): Readonly<Record<string, Json>> =>
    file === undefined ? {} : factsOf(file, component)
  const release = releaseOf(sbom)
  const decided = applyDecisions({
    ...{
      scan: scanSbom({ sbom, advisories, now, ...(shared === undefined ? {} : { shared }) }),
      decisions,
      factsOf: facts,
      now,
    },
    ...(release === undefined ? {} : { release }),
    ...(file === undefined ? {} : { device: file.device.id }),
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
