import { dirname, join } from 'node:path'
import { analyse, type Analysis, effectsOf } from '@pericard/analysis'
import type { DeviceFile } from '@pericard/model'
import { type DecidedScan, judge, scanSbom, type SoupFinding, type SoupScan } from '@pericard/soup'
import { openAdvisories } from './advisory-index.ts'
import { readSbomFile } from './sbom-file.ts'

/** What each match does to the device as it was analysed: the depth of every goal with its event, beside the depth without. */
export function judgeFor(
  file: DeviceFile,
  result: SoupScan,
  { graph, assumed }: Analysis,
  about?: DecidedScan['about'],
): SoupFinding[] {
  return judge(result, file, effectsOf(graph, assumed), about)
}

/** Judges a scan, with what was decided, against a device. */
export function judgeScan(
  file: DeviceFile,
  { scan, about }: Pick<DecidedScan, 'scan' | 'about'>,
  now: number,
): SoupFinding[] {
  return judgeFor(file, scan, analyse(file, { now }), about)
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
export async function scanDevice(
  path: string,
  file: DeviceFile,
  advisoriesPath: string,
  asked: Analysis,
  now: number,
): Promise<ScanDevice> {
  const opened = await openAdvisories(advisoriesPath)
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
