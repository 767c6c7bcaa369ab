import { dirname, join } from 'node:path'
import { analyse, type Analysis, depthsOf } from '@pericard/analysis'
import type { DeviceFile } from '@pericard/model'
import { type DepthRow, judge, scanSbom, type SoupFinding, type SoupScan } from '@pericard/soup'
import { openAdvisories } from './advisory-index.ts'
import { readDeviceFile, renderIssues } from './device-file.ts'
import { readSbomFile } from './sbom-file.ts'

/** What each match does to the device as it was analysed: the depth of every goal with its event, beside the depth without. */
export function judgeFor(file: DeviceFile, result: SoupScan, { graph, assumed }: Analysis): SoupFinding[] {
  const before = depthsOf(graph, assumed)
  return judge(result, file, (event): DepthRow[] =>
    depthsOf(graph, [...assumed, event]).map(({ asset, goal, depth }, index) => ({
      asset,
      goal,
      before: before[index]?.depth ?? depth,
      after: depth,
    })),
  )
}

export type JudgeAgainst =
  | { readonly ok: true; readonly file: DeviceFile; readonly findings: readonly SoupFinding[] }
  | { readonly ok: false; readonly lines: readonly string[] }

/** Judges a scan against the device file at a path. */
export function judgeAgainst(path: string, result: SoupScan, now: number): JudgeAgainst {
  const parsed = readDeviceFile(path)
  if (!parsed.ok) return { ok: false, lines: [renderIssues(parsed.issues)] }
  return {
    ok: true,
    file: parsed.file,
    findings: judgeFor(parsed.file, result, analyse(parsed.file, { now })),
  }
}

/** One SBOM of a device file, scanned and judged. */
export interface DeviceScan {
  readonly sbom: string
  readonly scan: SoupScan
  readonly findings: readonly SoupFinding[]
}

export type ScanDevice =
  | { readonly ok: true; readonly scans: readonly DeviceScan[] }
  | { readonly ok: false; readonly lines: readonly string[] }

/** Scans every SBOM that a device file names, relative to it. */
export function scanDevice(
  path: string,
  file: DeviceFile,
  advisoriesPath: string,
  asked: Analysis,
  now: number,
): ScanDevice {
  const opened = openAdvisories(advisoriesPath)
  if (!opened.ok) return opened
  const scans: DeviceScan[] = []
  for (const name of file.soup.sboms) {
    const read = readSbomFile(join(dirname(path), name))
    if (!read.ok) return read
    const scan = scanSbom({ sbom: read.sbom, advisories: opened.index, now })
    scans.push({ sbom: name, scan, findings: judgeFor(file, scan, asked) })
  }
  return { ok: true, scans }
}

/** Goals that a finding brings below what the policy wants of them. */
export function breaksPolicy(finding: SoupFinding, wanted: ReadonlyMap<string, number>): boolean {
  return finding.lowers.some(({ asset, goal, after }) => after < (wanted.get(`${asset}/${goal}`) ?? 0))
}
