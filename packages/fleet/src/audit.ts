import { canonicalJson, fromUtf8, utf8 } from '@pericard/base'
import { sha256 } from './keys.ts'
import type { Store, Transaction } from './ports/store.ts'

/** One thing that was done, by whom, to what. Never patient data. */
export interface AuditEntry {
  readonly sequence: number
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly who: string
  readonly what: string
  readonly about: string
  /** SHA-256 of the entry before, 64 zeros in the first. */
  readonly previous: string
}

const start = '0'.repeat(64)

/** Adds an entry in the step of what it reports: neither is kept without the other. */
export async function audit(
  transaction: Transaction,
  entry: Pick<AuditEntry, 'at' | 'who' | 'what' | 'about'>,
): Promise<void> {
  const head = await readHead(transaction)
  const text = utf8(canonicalJson({ ...entry, sequence: head.sequence + 1, previous: head.hash }))
  await transaction.put('audit', keyOf(head.sequence + 1), text)
  await transaction.put('audit-head', 'head', utf8(`${head.sequence + 1} ${sha256(text)}`))
}

/** All entries, oldest first. */
export async function auditEntries(store: Store): Promise<readonly AuditEntry[]> {
  const rows = await store.transact((transaction) => transaction.list('audit', ''))
  return rows.map(({ value }) => JSON.parse(fromUtf8(value) ?? '') as AuditEntry)
}

/** Sequence of the first entry that was changed, cut out, moved or lost from the end; `undefined` if all hold. */
export async function verifyAudit(store: Store): Promise<number | undefined> {
  return store.transact(async (transaction) => {
    const head = await readHead(transaction)
    let previous = start
    let sequence = 0
    for (const { key, value } of await transaction.list('audit', '')) {
      sequence++
      const entry = JSON.parse(fromUtf8(value) ?? '{}') as Partial<AuditEntry>
      if (key !== keyOf(sequence) || entry.sequence !== sequence || entry.previous !== previous)
        return sequence
      previous = sha256(value)
    }
    return sequence === head.sequence && previous === head.hash ? undefined : sequence + 1
  })
}

async function readHead(transaction: Transaction): Promise<{ sequence: number; hash: string }> {
  const value = await transaction.get('audit-head', 'head')
  const [sequence, hash] = (value === undefined ? '' : (fromUtf8(value) ?? '')).split(' ')
  return { sequence: Number(sequence ?? 0) || 0, hash: hash ?? start }
}

function keyOf(sequence: number): string {
  return String(sequence).padStart(15, '0')
}
