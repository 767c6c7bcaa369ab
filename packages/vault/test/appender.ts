/** Appends records for ever and tells its parent after each; killed by the crash test. */
import { utf8 } from '@pericard/base'
import { secretKey, Vault } from '../src/index.ts'
import { storeKeys } from './keys.ts'
import { SqliteFrameStore } from '../src/adapters/sqlite.ts'

const [path = '', share = ''] = process.argv.slice(2)
const day = 24 * 3_600_000
const store = new SqliteFrameStore(path)
const vault = Vault.open({
  store,
  clock: { now: () => 100 * day },
  keys: storeKeys(secretKey(new Uint8Array(Buffer.from(share, 'hex')))),
  keep: new Map([['vitals', 72 * 3_600_000]]),
})
for (;;) {
  vault.append([{ data: 'vitals', subject: 'patient-1', at: 100 * day, bytes: utf8('a record') }])
  await new Promise<void>((sent) => process.send?.(1, () => sent()))
}
