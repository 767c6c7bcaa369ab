import type { Level } from '@pericard/analysis'
import type { DeviceEvent, DeviceSummary, DeviceView } from '@pericard/protocol'
import { type AdvisoryData, readAdvisories } from '@pericard/soup'
import { audit } from './audit.ts'
import { type Context, type DeviceRecord, deviceRecord, readJson } from './context.ts'
import { FleetError } from './error.ts'
import { type Judgement, judgementOf } from './judgement.ts'
import { changesTo, takeChanges, withWatch } from './soup/keeping.ts'

const levels: readonly Level[] = ['declared', 'enforced', 'proven']
const eventsShown = 100

/** Everything the console shows of one device. @throws {FleetError} `FLEET_NOT_FOUND` */
export async function deviceView(context: Context, id: string): Promise<DeviceView> {
  const { device, events } = await context.store.transact(async (transaction) => ({
    device: await deviceRecord(transaction, id),
    events: (await transaction.list('events', `${id}|`))
      .slice(-eventsShown)
      .map(({ value }) => readJson<DeviceEvent>(value)),
  }))
  const judgement = await judgementOf(context, device)
  const { analyses, soup, evidence } = judgement
  const { observations } = device
  return { summary: summaryOf(device, judgement), analyses, soup, evidence, events, observations }
}

/** One line per device. */
export async function deviceSummaries(context: Context): Promise<readonly DeviceSummary[]> {
  const rows = await context.store.transact((transaction) => transaction.list('devices', ''))
  const summaries: DeviceSummary[] = []
  for (const { value } of rows) {
    const device = readJson<DeviceRecord>(value)
    summaries.push(summaryOf(device, await judgementOf(context, device)))
  }
  return summaries
}

/** Replaces the advisories: what the feed does not hold any more is retracted. @throws {FleetError} `FLEET_REQUEST_INVALID` */
export async function takeAdvisories(context: Context, bytes: Uint8Array): Promise<number> {
  const { advisories } = readFeed(bytes)
  const at = context.clock.now()
  const alerts = await withWatch(context, async (transaction, watch) => {
    const taken = await takeChanges(transaction, watch, changesTo(watch, advisories), at)
    await audit(transaction, { at, who: 'operator', what: 'advisories', about: String(advisories.length) })
    return taken.alerts
  })
  for (const alert of alerts) context.hub.emit('soup-alert', alert)
  return advisories.length
}

/**
 * Takes advisories that are new or have changed; the others stay. A withdrawn one is a change.
 *
 * @throws {FleetError} `FLEET_REQUEST_INVALID`
 */
export async function takeAdvisoryChanges(
  context: Context,
  bytes: Uint8Array,
): Promise<{ readonly changed: number; readonly alerts: number }> {
  const { advisories } = readFeed(bytes)
  const at = context.clock.now()
  const { changed, alerts } = await withWatch(context, async (transaction, watch) => {
    const changes = advisories.map((advisory) => ({ kind: 'put', advisory }) as const)
    const taken = await takeChanges(transaction, watch, changes, at)
    const about = `${taken.changed} of ${advisories.length} changed`
    await audit(transaction, { at, who: 'operator', what: 'advisory-changes', about })
    return taken
  })
  for (const alert of alerts) context.hub.emit('soup-alert', alert)
  return { changed, alerts: alerts.length }
}

function readFeed(bytes: Uint8Array): AdvisoryData {
  const read = readAdvisories(bytes)
  if (read.ok) return read
  throw new FleetError(
    'FLEET_REQUEST_INVALID',
    `Advisories ${read.issues[0]?.path}: ${read.issues[0]?.message}`,
  )
}

function summaryOf(device: DeviceRecord, { device: described, analyses, soup }: Judgement): DeviceSummary {
  const counted = (kind: string): boolean => kind === 'phi' || kind === 'function'
  const least = (level: Level): number =>
    Math.min(4, ...analyses[level].goals.filter(({ kind }) => counted(kind)).map(({ depth }) => depth))
  const [declared = 0, enforced = 0, proven = 0] = levels.map(least)
  return {
    id: device.id,
    name: described.name,
    model: described.id,
    version: described.version,
    status: device.status,
    ...(device.lastSeen === undefined ? {} : { lastSeen: device.lastSeen }),
    depth: { declared, enforced, proven },
    findings: analyses.declared.findings.length,
    soupFindings: soup.findings.length,
    software: Object.entries(device.software ?? {})
      .map(([component, said]) => ({ component, ...said }))
      .toSorted((left, right) => (left.component < right.component ? -1 : 1)),
  }
}
