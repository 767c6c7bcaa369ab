import assert from 'node:assert/strict'
import { FileLogStore } from '../../src/adapters/files.ts'
import { verifyLog } from '../../src/index.ts'
import { logKeys, openDevice } from './device.ts'

/** What `failing-writer.ts` says of each piece of its work. */
export interface Line {
  readonly opened?: true
  readonly failed?: string
  readonly done?: { subject?: string; count?: number; line?: true; erased?: string }
}

/** Opens the device anew: nothing that was acknowledged is lost, nothing that was erased is back, and all of it verifies. */
export async function checkDevice(
  data: string,
  root: string,
  lines: readonly Line[],
  when: string,
  maybeErased?: string,
): Promise<void> {
  const device = await openDevice(data, root)
  assert.equal(device.vault.verify().broken, undefined, when)
  for (const subject of ['a', 'b', 'c']) {
    const done = lines.filter(({ failed, done: one }) => failed === undefined && one?.subject === subject)
    const wanted = done.reduce((sum, { done: one }) => sum + (one?.count ?? 0), 0)
    const asked = subject === maybeErased || lines.some(({ done: one }) => one?.erased === subject)
    const erased = lines.some(({ failed, done: one }) => failed === undefined && one?.erased === subject)
    const found = device.count(subject)
    if (erased) assert.equal(found, 0, `${when}: ${subject} was erased`)
    else if (!asked || found > 0) assert.ok(found >= wanted, `${when}: ${subject}: ${found} of ${wanted}`)
  }
  device.close()
  const written = lines.filter(({ failed, done }) => failed === undefined && done?.line === true).length
  const verdict = verifyLog(new FileLogStore(data), logKeys())
  assert.equal(verdict.fault, undefined, `${when}: ${verdict.fault?.message}`)
  assert.ok(verdict.lines >= written, `${when}: ${verdict.lines} of ${written} lines`)
}
