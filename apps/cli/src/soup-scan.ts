import { readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Analysis, depthsOf } from '@pericard/analysis'
import type { DeviceFile } from '@pericard/model'
import {
  type DepthRow,
  indexAdvisories,
  judge,
  readSbom,
  type Sbom,
  scanSbom,
  type SoupFinding,
  soupLimits,
  type SoupScan,
} from '@pericard/soup'
import { readAdvisories } from './advisories.ts'

export type ReadSbomFile =
  | { readonly ok: true; readonly sbom: Sbom }
  | { readonly ok: false; readonly lines: readonly string[] }

/** Reads an SBOM file within its limits, or says in lines what is wrong with it. */
export function readSbomFile(path: string): ReadSbomFile {
  const { size } = statSync(path)
  if (size > soupLimits.sbomBytesMax) {
    return { ok: false, lines: [`${path}: has ${size} bytes, at most ${soupLimits.sbomBytesMax} are taken`] }
  }
  const read = readSbom(readFileSync(path))
  if (read.ok) return read
  return {
    ok: false,
    lines: read.issues.map(
      (issue) => `${path}${issue.path === '' ? '' : `#${issue.path}`}: ${issue.message}`,
    ),
  }
}

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
  const data = readAdvisories(advisoriesPath)
  if (data.issues.length > 0)
    return { ok: false, lines: data.issues.map(({ path: at, message }) => `${at}: ${message}`) }
  const advisories = indexAdvisories(data)
  const scans: DeviceScan[] = []
  for (const name of file.soup.sboms) {
    const read = readSbomFile(join(dirname(path), name))
    if (!read.ok) return read
    const scan = scanSbom({ sbom: read.sbom, advisories, now })
    scans.push({ sbom: name, scan, findings: judgeFor(file, scan, asked) })
  }
  return { ok: true, scans }
}

/** Goals that a finding brings below what the policy wants of them. */
export function breaksPolicy(finding: SoupFinding, wanted: ReadonlyMap<string, number>): boolean {
  return finding.lowers.some(({ asset, goal, after }) => after < (wanted.get(`${asset}/${goal}`) ?? 0))
}
