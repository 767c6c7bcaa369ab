/** What follows from a device's file, its evidence and the advisories: depths, findings, SOUP. */
import { analyse, type Analysis, effectsOf, type Level } from '@pericard/analysis'
import { utf8 } from '@pericard/base'
import type { DeviceFile } from '@pericard/model'
import { type DeviceView, type EvidenceLine, isFresh, provenControls } from '@pericard/protocol'
import {
  applyDecisions,
  byHarm,
  type Decision,
  factsOf,
  judge,
  readSbom,
  type SbomComponent,
  scanSbom,
  type SoupScan,
  type SoupWatch,
} from '@pericard/soup'
import type { Context, DeviceRecord } from './context.ts'
import { evidenceLines } from './evidence.ts'
import { sha256 } from './keys.ts'
import { parseRegistered, type Registration, registration } from './registration.ts'
import { decisionsIn, headOf } from './soup/decisions.ts'
import { releaseName } from './soup/judging.ts'
import { withWatch } from './soup/keeping.ts'

export interface Judgement extends Pick<DeviceView, 'analyses' | 'soup' | 'evidence'> {
  readonly device: DeviceFile['device']
}

/** A judgement is some megabytes. */
const keptMax = 32
/** Evidence grows stale and acceptances expire, so a judgement is made anew after this long, in milliseconds. */
const keptFor = 60_000
const kept = new WeakMap<Context, Map<string, { readonly basis: string; readonly judgement: Judgement }>>()

/**
 * Judges a device, or gives the last judgement if nothing that it rests on has changed: an analysis takes a third of a second of
 * the thread that also answers the devices.
 */
export async function judgementOf(context: Context, device: DeviceRecord): Promise<Judgement> {
  const { id } = device
  const now = context.clock.now()
  const known = kept.get(context) ?? new Map<string, { basis: string; judgement: Judgement }>()
  kept.set(context, known)
  const soupBasis = await withWatch(
    context,
    async (transaction, watch) => `${watch.revision} ${(await headOf(transaction)).head}`,
  )
  const basis = `${device.evidenceSha256 ?? ''} ${soupBasis} ${Math.floor(now / keptFor)}`
  const found = known.get(id)
  known.delete(id)
  const judgement = found?.basis === basis ? found.judgement : await judgeAnew(context, id, now)
  known.set(id, { basis, judgement })
  const [oldest] = known.keys()
  if (known.size > keptMax && oldest !== undefined) known.delete(oldest)
  return judgement
}

async function judgeAnew(context: Context, id: string, now: number): Promise<Judgement> {
  const { registered, lines, scans, decisions } = await withWatch(context, async (transaction, watch) => {
    const known = await registration(transaction, id)
    return {
      registered: known,
      lines: await evidenceLines(transaction, id),
      // The index changes under whoever keeps it; what it answered does not.
      scans: scansOf(known, watch, now),
      decisions: await decisionsIn(transaction),
    }
  })
  const file = parseRegistered(id, registered)
  const fileSha256 = sha256(registered.deviceFile)
  const scope = { now, days: file.policy.evidenceDays, version: file.device.version, fileSha256 }
  const { proven, failed } = provenControls(lines, { ...scope, controls: file.controls })
  const at = (level: Level): Analysis => analyse(file, { level, proven, failed, now })
  const analyses = { declared: at('declared'), enforced: at('enforced'), proven: at('proven') }
  const evidence = lines.map((line: EvidenceLine) => ({
    ...{ probe: line.probe, control: line.control, result: line.result, saw: line.saw, at: line.at },
    fresh: isFresh(line, scope),
  }))
  const soup = soupOf(scans, file, analyses.declared, decisions, now)
  return { device: file.device, analyses, soup, evidence }
}

function scansOf({ sboms }: Registration, watch: SoupWatch, now: number): SoupScan[] {
  return Object.values(sboms).flatMap((text) => {
    const sbom = readSbom(utf8(text))
    return sbom.ok ? [scanSbom({ sbom: sbom.sbom, advisories: watch.index, now })] : []
  })
}

function soupOf(
  scans: readonly SoupScan[],
  file: DeviceFile,
  declared: Analysis,
  decisions: readonly Decision[],
  now: number,
): DeviceView['soup'] {
  const counts: Record<string, number> = {}
  const effectOf = effectsOf(declared.graph, declared.assumed)
  let dataAsOf: string | undefined
  const findings = scans.flatMap((found) => {
    const facts = (component: SbomComponent): ReturnType<typeof factsOf> => factsOf(file, component)
    const { scan, about } = applyDecisions({
      ...{ scan: found, decisions, factsOf: facts, now },
      ...{ device: file.device.id, release: releaseName(file.device) },
    })
    for (const [name, count] of Object.entries(scan.counts)) counts[name] = (counts[name] ?? 0) + count
    dataAsOf = scan.dataAsOf
    return judge(scan, file, effectOf, about)
  })
  return {
    ...{ findings: findings.sort(byHarm), counts },
    ...(dataAsOf === undefined ? {} : { dataAsOf }),
  }
}
