/**
 * The fleet as witness of each device's sealed log: whoever has taken over a device, or holds a copy of its medium, cannot make the
 * fleet forget how far its log had come (CWE-778, CWE-117). The heads are for the auditor: a log that was written anew between two of
 * them holds neither.
 */
import { fromUtf8, utf8 } from '@pericard/base'
import type { LogHeadAnswer, LogHeadReport, WitnessedHead } from '@pericard/protocol'
import { audit } from './audit.ts'
import { addEvents, type Context, deviceRecord, putDevice } from './context.ts'
import type { Transaction } from './ports/store.ts'

/** Heads kept of a device: one an hour for more than a year. The oldest goes first. */
export const headsMax = 10_000

/** One row of what was witnessed. */
export interface StoredHead extends WitnessedHead {
  readonly log: string
  /** When the fleet was told, ms. */
  readonly at: number
}

interface Finding {
  readonly kind: string
  readonly detail: string
}

/**
 * Takes a device's word for where its log ends, and holds it to what it said before. What does not fit is an event and in the audit,
 * and is not taken: the earlier head stays.
 */
export async function witnessHead(
  context: Context,
  id: string,
  report: LogHeadReport,
): Promise<LogHeadAnswer> {
  const at = context.clock.now()
  const { added, seen } = await context.store.transact(async (transaction) => {
    const device = await deviceRecord(transaction, id)
    const rows = await headsOf(transaction, id)
    const last = rows.findLast(({ log }) => log === report.log)
    const findings = judge(report, last, rows.at(-1))
    const isTaken = last === undefined || report.sequence > last.sequence
    if (isTaken) await keep(transaction, id, rows, { ...headOf(report), log: report.log, at })
    for (const { kind, detail } of findings)
      await audit(transaction, { at, who: id, what: kind, about: detail })
    const result = await addEvents(transaction, device, at, findings)
    if (findings.length > 0) await putDevice(transaction, result.device)
    return { added: result.added, seen: last === undefined ? null : headOf(last) }
  })
  for (const event of added) context.hub.emit('event', event)
  return { seen }
}

/** What was witnessed of a device, oldest first. @throws {FleetError} `FLEET_NOT_FOUND` */
export async function witnessedHeads(context: Context, id: string): Promise<readonly StoredHead[]> {
  return context.store.transact(async (transaction) => {
    await deviceRecord(transaction, id)
    return headsOf(transaction, id)
  })
}

function judge(
  report: LogHeadReport,
  last: StoredHead | undefined,
  newest: StoredHead | undefined,
): Finding[] {
  const findings: Finding[] = []
  if (report.fault !== undefined)
    findings.push({ kind: 'log-broken', detail: `${report.fault}, found by the device in its own log` })
  if (last === undefined) {
    if (newest !== undefined)
      findings.push({
        kind: 'log-begun-anew',
        detail: `another log than the one whose line ${newest.sequence} was seen`,
      })
    return findings
  }
  const { sequence } = report
  if (sequence < last.sequence)
    findings.push({
      kind: 'log-set-back',
      detail: `ends at line ${sequence}; line ${last.sequence} was seen`,
    })
  else if (sequence === last.sequence && report.hash !== last.hash)
    findings.push({ kind: 'log-rewritten', detail: `line ${sequence} has another hash than the one seen` })
  return findings
}

async function headsOf(transaction: Transaction, id: string): Promise<StoredHead[]> {
  const rows = await transaction.list('log-heads', `${id}|`)
  return rows.map(({ value }) => JSON.parse(fromUtf8(value) ?? '') as StoredHead)
}

async function keep(
  transaction: Transaction,
  id: string,
  rows: readonly StoredHead[],
  head: StoredHead,
): Promise<void> {
  const number = await nextNumber(transaction, id)
  await transaction.put('log-heads', keyOf(id, number), utf8(JSON.stringify(head)))
  if (rows.length >= headsMax) await transaction.delete('log-heads', keyOf(id, number - rows.length))
}

/** Numbers go on for ever, so that the order of the rows is the order in which they came, whatever their log. */
async function nextNumber(transaction: Transaction, id: string): Promise<number> {
  const value = await transaction.get('log-head-count', id)
  const number = (value === undefined ? 0 : Number(fromUtf8(value))) + 1
  await transaction.put('log-head-count', id, utf8(String(number)))
  return number
}

function keyOf(id: string, number: number): string {
  return `${id}|${String(number).padStart(15, '0')}`
}

function headOf({ sequence, hash }: WitnessedHead): WitnessedHead {
  return { sequence, hash }
}
