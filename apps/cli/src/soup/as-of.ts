import { fromUtf8 } from '@pericard/base'
import { type DeviceFile, parseDeviceFile } from '@pericard/model'
import {
  advisoriesIn,
  type AsOf,
  type Decision,
  indexAdvisories,
  readRegister,
  readSbom,
  type SoupFinding,
  type SoupScan,
} from '@pericard/soup'
import { renderIssues } from '../device-file.ts'
import { judgeScan } from '../soup-scan.ts'
import { withStatements } from '../vex-files.ts'
import { believedOf, type RegisterTrust } from './decisions-file.ts'
import { decidedOn } from './work.ts'

/** One SBOM of the device, as a scan of that day saw it. */
export interface ReleaseThen {
  readonly sbom: string
  readonly counts: SoupScan['counts']
  readonly findings: readonly SoupFinding[]
  readonly settled: number
}

export interface AnswerThen {
  /** When each was recorded last, ISO 8601. */
  readonly recorded: Readonly<Record<string, string>>
  readonly releases: readonly ReleaseThen[]
  /** All that was decided by then, whatever became of it later. */
  readonly decisions: readonly Decision[]
  /** Who wrote the register that was recorded. */
  readonly register?: RegisterTrust
}

export type Answer =
  | { readonly ok: true; readonly report: AnswerThen }
  | { readonly ok: false; readonly lines: readonly string[] }

/** The scan of that day, made from what was recorded by then. */
export function answerFrom(known: AsOf, at: number, decidersPath?: string): Answer {
  const file = deviceOf(known)
  if (!file.ok) return file
  const decisions = known.decisions === undefined ? undefined : readRegister(known.decisions)
  if (decisions?.ok === false)
    return {
      ok: false,
      lines: decisions.issues.map(({ path, message }) => `recorded decisions: ${path}: ${message}`),
    }
  const believed = decisions === undefined ? undefined : believedOf(decisions, decidersPath)
  if (believed?.ok === false) return believed
  // A register may name decisions of the future: who writes it may also set its clock.
  const made = (believed?.decisions ?? []).filter((decision) => decision.at <= at)
  const advisories = indexAdvisories(advisoriesIn(known.advisories))
  const releases: ReleaseThen[] = []
  for (const name of file.device.soup.sboms) {
    const bytes = known.sboms.get(name)
    const read = bytes === undefined ? undefined : readSbom(bytes)
    if (read?.ok !== true) return { ok: false, lines: [`${name}: was not recorded, or cannot be read`] }
    const withVex = withStatements(
      read.sbom,
      [...known.vex].map(([vexName, content]) => ({ path: vexName, bytes: content })),
    )
    if (!withVex.ok) return withVex
    const work = decidedOn({ sbom: withVex.sbom, advisories, decisions: made, file: file.device, now: at })
    const findings = judgeScan(file.device, work.decided, at)
    releases.push({
      sbom: name,
      counts: work.decided.scan.counts,
      findings,
      settled: work.decided.counts.settled,
    })
  }
  const recorded = Object.fromEntries(
    Object.entries(known.since).map(([kind, when]) => [kind, new Date(when).toISOString()]),
  )
  const register = believed?.trust === undefined ? {} : { register: believed.trust }
  return { ok: true, report: { recorded, releases, decisions: made, ...register } }
}

type DeviceThen =
  | { readonly ok: true; readonly device: DeviceFile }
  | { readonly ok: false; readonly lines: readonly string[] }

function deviceOf({ main, files }: AsOf): DeviceThen {
  const text = (name: string): string | undefined => {
    const bytes = files.get(name)
    return bytes === undefined ? undefined : fromUtf8(bytes)
  }
  const first = main === undefined ? undefined : text(main)
  if (main === undefined || first === undefined)
    return { ok: false, lines: ['Nothing was recorded about this device by then'] }
  const parsed = parseDeviceFile(first, { file: main, readInclude: text })
  return parsed.ok ? { ok: true, device: parsed.file } : { ok: false, lines: [renderIssues(parsed.issues)] }
}
