/** What follows from a device's file, its evidence and the advisories: depths, findings, SOUP. */
import { analyse, type Analysis, effectsOf, type Level } from '@pericard/analysis'
import { fromUtf8, utf8 } from '@pericard/base'
import type { DeviceFile } from '@pericard/model'
import { type DeviceView, type EvidenceLine, isFresh, provenControls } from '@pericard/protocol'
import { indexAdvisories, judge, readAdvisories, readSbom, scanSbom } from '@pericard/soup'
import type { Context, DeviceRecord } from './context.ts'
import { evidenceLines } from './evidence.ts'
import { sha256 } from './keys.ts'
import { parseRegistered, type Registration, registration } from './registration.ts'

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
  const advisoriesId = await context.store.transact((transaction) => transaction.get('advisories', 'sha256'))
  const feed = advisoriesId === undefined ? '' : fromUtf8(advisoriesId)
  const basis = `${device.evidenceSha256 ?? ''} ${feed} ${Math.floor(now / keptFor)}`
  const found = known.get(id)
  known.delete(id)
  const judgement = found?.basis === basis ? found.judgement : await judgeAnew(context, id, now)
  known.set(id, { basis, judgement })
  const [oldest] = known.keys()
  if (known.size > keptMax && oldest !== undefined) known.delete(oldest)
  return judgement
}

async function judgeAnew(context: Context, id: string, now: number): Promise<Judgement> {
  const { registered, lines, advisories } = await context.store.transact(async (transaction) => ({
    registered: await registration(transaction, id),
    lines: await evidenceLines(transaction, id),
    advisories: await transaction.get('advisories', 'osv'),
  }))
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
  const soup = soupOf(registered, file, analyses.declared, advisories, now)
  return { device: file.device, analyses, soup, evidence }
}

function soupOf(
  { sboms }: Registration,
  file: DeviceFile,
  declared: Analysis,
  advisories: Uint8Array | undefined,
  now: number,
): DeviceView['soup'] {
  const read = advisories === undefined ? undefined : readAdvisories(advisories)
  const index = indexAdvisories(read?.ok === true ? read : [])
  const counts: Record<string, number> = {}
  const effectOf = effectsOf(declared.graph, declared.assumed)
  let dataAsOf: string | undefined
  const findings = Object.values(sboms).flatMap((text) => {
    const sbom = readSbom(utf8(text))
    if (!sbom.ok) return []
    const scan = scanSbom({ sbom: sbom.sbom, advisories: index, now })
    for (const [name, count] of Object.entries(scan.counts)) counts[name] = (counts[name] ?? 0) + count
    dataAsOf = scan.dataAsOf
    return judge(scan, file, effectOf)
  })
  return { findings, counts, ...(dataAsOf === undefined ? {} : { dataAsOf }) }
}
