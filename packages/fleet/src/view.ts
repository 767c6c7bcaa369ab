import { createPublicKey, type KeyObject } from 'node:crypto'
import { analyse, type Analysis, type Level } from '@pericard/analysis'
import { utf8 } from '@pericard/base'
import { type DeviceFile, parseDeviceFile } from '@pericard/model'
import {
  type DeviceEvent,
  type DeviceSummary,
  type DeviceView,
  type EvidenceLine,
  fromBase64url,
  isFresh,
  provenControls,
  readEvidence,
} from '@pericard/protocol'
import { type DepthRow, indexAdvisories, judge, readOsv, readSbom, scanSbom } from '@pericard/soup'
import { audit } from './audit.ts'
import { addEvents, type Context, type DeviceRecord, deviceRecord, putDevice, readJson } from './context.ts'
import { FleetError } from './error.ts'
import { sha256 } from './keys.ts'

const levels: readonly Level[] = ['declared', 'enforced', 'proven']
const eventsShown = 100

/** Everything the console shows of one device. */
export async function deviceView(context: Context, id: string): Promise<DeviceView> {
  const { device, events, advisories } = await context.store.transact(async (transaction) => ({
    device: await deviceRecord(transaction, id),
    events: (await transaction.list('events', `${id}|`))
      .slice(-eventsShown)
      .map(({ value }) => readJson<DeviceEvent>(value)),
    advisories: await transaction.get('advisories', 'osv'),
  }))
  const file = fileOf(device)
  const now = context.clock.now()
  const lines = linesOf(device)
  const fileSha256 = sha256(device.deviceFile)
  const scope = { now, days: file.policy.evidenceDays, version: file.device.version, fileSha256 }
  const { proven, failed } = provenControls(lines, { ...scope, controls: file.controls })
  const at = (level: Level): Analysis => analyse(file, { level, proven, failed, now })
  const analyses = { declared: at('declared'), enforced: at('enforced'), proven: at('proven') }
  const soup = soupOf(device, file, analyses.declared, advisories, now)
  const evidence = lines.map((line) => ({
    ...{ probe: line.probe, control: line.control, result: line.result, saw: line.saw, at: line.at },
    fresh: isFresh(line, scope),
  }))
  return {
    summary: summaryOf(device, file, analyses, soup.findings.length),
    analyses,
    soup,
    evidence,
    events,
    observations: device.observations,
  }
}

/** One line per device. */
export async function deviceSummaries(context: Context): Promise<readonly DeviceSummary[]> {
  const rows = await context.store.transact((transaction) => transaction.list('devices', ''))
  const summaries: DeviceSummary[] = []
  for (const { key } of rows) summaries.push((await deviceView(context, key)).summary)
  return summaries
}

/** Takes a prover's whole evidence file. It has to continue what is held already. @throws {FleetError} */
export async function takeEvidence(
  context: Context,
  id: string,
  publicKey: string,
  text: string,
): Promise<void> {
  const key = evidenceKey(publicKey)
  const read = readEvidence(text, key)
  if (!read.ok) throw new FleetError('FLEET_REQUEST_INVALID', read.message)
  const now = context.clock.now()
  const added = await context.store.transact(async (transaction) => {
    const device = await deviceRecord(transaction, id)
    const foreign = read.lines.some((line) => line.device !== id && line.device !== fileOf(device).device.id)
    if (foreign) throw new FleetError('FLEET_REQUEST_INVALID', 'The evidence is about another device')
    const known = device.evidence
    // Pinned by the first upload: with a key of one's own, one could prove anything.
    if (known !== undefined && !evidenceKey(known.publicKey).equals(key))
      throw new FleetError('FLEET_CONFLICT', 'Another prover key is pinned for this device')
    if (known !== undefined && !text.startsWith(known.text))
      throw new FleetError('FLEET_CONFLICT', 'The evidence does not continue what the fleet holds')
    const detail = `${read.lines.length} lines`
    const event = await addEvents(transaction, device, now, [{ kind: 'evidence', detail }])
    await putDevice(transaction, { ...event.device, evidence: { publicKey, text } })
    await audit(transaction, { at: now, who: 'operator', what: 'evidence', about: `${id} ${detail}` })
    return event.added
  })
  for (const event of added) context.hub.emit('event', event)
}

/** Takes further lines from the device, under the key that an operator registered with the first. @throws {FleetError} */
export async function appendEvidence(context: Context, id: string, lines: readonly string[]): Promise<void> {
  const device = await context.store.transact((transaction) => deviceRecord(transaction, id))
  if (device.evidence === undefined)
    throw new FleetError('FLEET_CONFLICT', 'No prover key is registered for this device')
  const before =
    device.evidence.text.endsWith('\n') || device.evidence.text === ''
      ? device.evidence.text
      : `${device.evidence.text}\n`
  await takeEvidence(context, id, device.evidence.publicKey, `${before}${lines.join('\n')}\n`)
}

/** Replaces the advisories. @throws {FleetError} `FLEET_REQUEST_INVALID` */
export async function takeAdvisories(context: Context, bytes: Uint8Array): Promise<number> {
  const read = readOsv(bytes)
  if (!read.ok)
    throw new FleetError(
      'FLEET_REQUEST_INVALID',
      `Advisories ${read.issues[0]?.path}: ${read.issues[0]?.message}`,
    )
  await context.store.transact(async (transaction) => {
    await transaction.put('advisories', 'osv', bytes)
    await audit(transaction, {
      at: context.clock.now(),
      who: 'operator',
      what: 'advisories',
      about: String(read.advisories.length),
    })
  })
  return read.advisories.length
}

function soupOf(
  device: DeviceRecord,
  file: DeviceFile,
  declared: Analysis,
  advisories: Uint8Array | undefined,
  now: number,
): DeviceView['soup'] {
  const read = advisories === undefined ? undefined : readOsv(advisories)
  const index = indexAdvisories(read?.ok === true ? read.advisories : [])
  const counts: Record<string, number> = {}
  const before = new Map(declared.goals.map((goal) => [`${goal.asset}/${goal.goal}`, goal.depth]))
  const depthsGiven = (event: string): DepthRow[] =>
    analyse(file, { now, assume: [event] }).goals.map(({ asset, goal, depth }) => ({
      ...{ asset, goal, after: depth, before: before.get(`${asset}/${goal}`) ?? depth },
    }))
  let dataAsOf: string | undefined
  const findings = Object.values(device.sboms).flatMap((text) => {
    const sbom = readSbom(utf8(text))
    if (!sbom.ok) return []
    const scan = scanSbom({ sbom: sbom.sbom, advisories: index, now })
    for (const [name, count] of Object.entries(scan.counts)) counts[name] = (counts[name] ?? 0) + count
    dataAsOf = scan.dataAsOf
    return judge(scan, file, depthsGiven)
  })
  return { findings, counts, ...(dataAsOf === undefined ? {} : { dataAsOf }) }
}

function summaryOf(
  device: DeviceRecord,
  file: DeviceFile,
  analyses: Readonly<Record<Level, Analysis>>,
  soupFindings: number,
): DeviceSummary {
  const least = (level: Level): number => Math.min(4, ...analyses[level].goals.map(({ depth }) => depth))
  const [declared = 0, enforced = 0, proven = 0] = levels.map(least)
  return {
    id: device.id,
    name: file.device.name,
    model: file.device.id,
    version: file.device.version,
    status: device.status,
    ...(device.lastSeen === undefined ? {} : { lastSeen: device.lastSeen }),
    depth: { declared, enforced, proven },
    findings: analyses.declared.findings.length,
    soupFindings,
  }
}

function fileOf(device: DeviceRecord): DeviceFile {
  const includes = new Map(Object.entries(device.includes))
  const parsed = parseDeviceFile(device.deviceFile, { readInclude: (path) => includes.get(path) })
  if (parsed.ok) return parsed.file
  throw new FleetError('FLEET_STORE_BROKEN', `The device file of ${device.id} is no longer readable`)
}

function linesOf(device: DeviceRecord): readonly EvidenceLine[] {
  if (device.evidence === undefined) return []
  const read = readEvidence(device.evidence.text, evidenceKey(device.evidence.publicKey))
  return read.ok ? read.lines : []
}

/** Ed25519 from PEM or from 32 raw bytes in base64url. */
function evidenceKey(text: string): KeyObject {
  try {
    const raw = fromBase64url(text.trim())
    const key =
      raw?.length === 32
        ? createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: text.trim() }, format: 'jwk' })
        : createPublicKey(text)
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch {
    // Node's message may quote what it was given.
  }
  throw new FleetError(
    'FLEET_REQUEST_INVALID',
    'Wanted an Ed25519 public key, as PEM or 32 bytes in base64url',
  )
}
