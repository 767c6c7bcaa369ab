import type { Row, Store, Transaction } from '../ports/store.ts'

/** A store that forgets when it ends: for tests. */
export function memoryStore(): Store {
  let rows = new Map<string, Row & { table: string }>()
  let last: Promise<unknown> = Promise.resolve()
  return {
    transact<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
      const run = async (): Promise<T> => {
        const draft = new Map(rows)
        const result = await work(transactionOn(draft))
        rows = draft
        return result
      }
      const next = last.then(run)
      last = next.catch(() => undefined)
      return next
    },
    close: async () => {
      await last
    },
  }
}

function transactionOn(rows: Map<string, Row & { table: string }>): Transaction {
  const at = (table: string, key: string): string => JSON.stringify([table, key])
  const matching = (table: string, prefix: string): Row[] =>
    [...rows.values()].filter((row) => row.table === table && row.key.startsWith(prefix))
  return {
    get: async (table, key) => rows.get(at(table, key))?.value,
    put: async (table, key, value) => {
      rows.set(at(table, key), { table, key, value: new Uint8Array(value) })
    },
    delete: async (table, key) => {
      rows.delete(at(table, key))
    },
    list: async (table, prefix, most) =>
      matching(table, prefix)
        .sort((a, b) => (a.key < b.key ? -1 : 1))
        .slice(0, most),
    count: async (table, prefix) => matching(table, prefix).length,
  }
}
