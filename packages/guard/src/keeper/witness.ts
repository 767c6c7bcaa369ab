/** Tells the fleet where the log ends, and holds the log to what the fleet saw before. */
import { decode, logHeadAnswer } from '@pericard/protocol'
import type { LogFault, LogWitness } from '@pericard/vault'
import type { DeviceLog } from './device-log.ts'
import type { FleetCalls } from './fleet-calls.ts'

/**
 * Reports the head, reads the whole log again with what the fleet had seen, and reports the fault if there is one.
 *
 * @returns the fault; undefined for a log that is whole
 * @throws {Error} the fleet cannot be reached or does not answer as it should
 */
export async function witnessLog(log: DeviceLog, fleet: FleetCalls): Promise<LogFault | undefined> {
  const seen = await report(log, fleet)
  const { fault } = await log.verify(seen)
  if (fault === undefined) return undefined
  await report(log, fleet, fault.code)
  return fault
}

async function report(log: DeviceLog, fleet: FleetCalls, fault?: string): Promise<LogWitness[]> {
  const { sequence, hash } = log.head
  const message = { v: 1, log: log.id, sequence, hash, ...(fault === undefined ? {} : { fault }) }
  const { status, body } = await fleet.call('POST', '/v1/log-head', { body: JSON.stringify(message) })
  const answer = decode(logHeadAnswer, body.toString('utf8'))
  if (status !== 200 || !answer.ok) throw new Error(`the fleet answered ${status} to the head of the log`)
  const { seen } = answer.value
  return seen === null ? [] : [{ name: 'the fleet', head: seen }]
}
