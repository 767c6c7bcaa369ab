import type { SecretKey } from '../keys/key.ts'
import type { EraseRoot } from '../ports/erase-root.ts'
import { deviceLogKeys } from './log-keys.ts'
import type { SealedLog } from './sealed-log.ts'

/**
 * Makes the retirement of lines true: the seeds that live move to the secret of a new generation, then the secret before is
 * destroyed, and with it every copy of a retired seed on the medium. After a crash `openLogKeys` finishes it.
 *
 * @throws what the erase root throws while it cannot be reached: call again later
 */
export async function turnLogKeys(log: SealedLog, logKey: SecretKey, eraseRoot: EraseRoot): Promise<void> {
  const before = log.generation
  const generation = before + 1
  log.rekey(deviceLogKeys(logKey, { generation, secret: await eraseRoot.create(generation) }))
  if (before > 0) await eraseRoot.destroy(before)
}
