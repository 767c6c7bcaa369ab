import { X509Certificate } from 'node:crypto'
import { readNumber64 } from '@pericard/base'
import { escrowIn, logFolder } from '@pericard/guard'
import { type FrameStore, generationOf } from '@pericard/vault'
import { FileLogStore } from '@pericard/vault/adapters/files'
import { openDevice, type ShareOptions } from '../device-shares.ts'
import { withStoreCopy } from '../log-verifier.ts'

interface KeyLine {
  readonly key: string
  readonly rooted: string
  readonly state: string
}

/** Says which keys a device has; never a key itself. */
export async function list({
  data,
  json,
  ...shares
}: ShareOptions & { data: string; json?: true }): Promise<void> {
  const lines = await withStoreCopy(data, async (store) => {
    const { state, hardware } = await openDevice(store, shares)
    const generation = generationOf(store)
    const rooted = generation === 0 ? 'root' : `root and erase root, generation ${generation}`
    const dated = (name: string): string => {
      const at = store.meta(name)
      return at === undefined ? 'never rotated' : `rotated ${new Date(readNumber64(at)).toISOString()}`
    }
    const deks = [...store.deks()]
    const soonest = deks.reduce((least, { expires }) => Math.min(least, expires ?? Infinity), Infinity)
    const expiry = Number.isFinite(soonest) ? `; the first dies ${new Date(soonest).toISOString()}` : ''
    const logAt = state.counter('rotated-log')
    const { identity } = state
    const certificate = identity === undefined ? undefined : new X509Certificate(identity.certificate)
    const all: KeyLine[] = [
      {
        key: 'device shares',
        rooted: hardware === undefined ? 'passphrase' : 'TPM',
        state: dated('rotated:shares'),
      },
      { key: 'root', rooted: 'all shares of "vault.unlock"', state: dated('rotated:root') },
      { key: 'data keys', rooted, state: `${deks.length}, one an item, subject and day${expiry}` },
      {
        ...{
          key: 'log seeds',
          rooted: hardware === undefined ? 'device shares' : 'device shares and erase root',
        },
        state: `${new FileLogStore(logFolder(data)).segments().length} segments; ${logAt === 0 ? 'rotated as lines expire' : `rotated ${new Date(logAt).toISOString()}`}`,
      },
      {
        ...{ key: 'identity', rooted: 'device shares' },
        state:
          certificate === undefined
            ? 'not enrolled'
            : `certificate until ${certificate.validToDate.toISOString()}`,
      },
      {
        key: 'unlock signing',
        rooted: 'device shares',
        state: store.meta('unlock-signing') ? 'made' : 'not made yet',
      },
      { key: 'escrow', rooted: 'officers', state: escrowState(store) },
      { key: 'receipt signing', rooted: 'root', state: store.meta('receipt-key') ? 'made' : 'not made yet' },
    ]
    return all
  })
  if (json === true) console.log(JSON.stringify(lines))
  else
    for (const { key, rooted, state } of lines)
      console.log(`${key.padEnd(16)} ${state}\n${' '.repeat(17)}under ${rooted}`)
}

function escrowState(store: FrameStore): string {
  const escrow = escrowIn(store)
  if (escrow === undefined) return 'none: nobody opens the records without the shares'
  return `${escrow.needed} of ${escrow.pieces.map(({ to }) => to).join(', ')}`
}
