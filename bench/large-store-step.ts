/** `write PATH BYTES` or `open PATH`, for `large-store.ts`. Keys are fixed, since this is about time and memory. */
import { randomBytes } from 'node:crypto'
import { openKeyTree, secretKey, Vault } from '@pericard/vault'
import { SqliteFrameStore } from '@pericard/vault/adapters/sqlite'

const day = 24 * 3_600_000
const at = 100 * day
const subjects = 40
const [what, path = '', bytes = '0'] = process.argv.slice(2)
const unlockKey = secretKey(new Uint8Array(32).fill(1))

const begun = performance.now()
const store = new SqliteFrameStore(path)
const { keys } = await openKeyTree({ store, unlockKey })
const vault = Vault.open({ store, clock: { now: () => at }, keys, keep: new Map([['ecg', 'forever']]) })

if (what === 'write') {
  const wanted = Number(bytes)
  let [early, most] = [0, 0]
  for (let written = 0, n = 0; written < wanted; n++) {
    const payload = new Uint8Array(randomBytes(256))
    const subject = `patient-${n % subjects}`
    vault.append(Array.from({ length: 60 }, () => ({ data: 'ecg', subject, at, bytes: payload })))
    written += 60 * 256
    if (n % 500 !== 0) continue
    const { rss } = process.memoryUsage()
    if (written < wanted / 10) early = Math.max(early, rss)
    else most = Math.max(most, rss)
  }
  console.log(JSON.stringify({ early, most }))
} else {
  vault.append([{ data: 'ecg', subject: 'patient-1', at, bytes: new Uint8Array(256) }])
  const [last] = vault.after(vault.sequence - 1, 1)
  if (last?.subject !== 'patient-1') throw new Error('the last record was not read')
  console.log(JSON.stringify({ ms: performance.now() - begun }))
}
store.close()
