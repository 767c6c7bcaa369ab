/** Data keys whose use is told apart; beyond it, each use counts as one of another key. */
const keysMax = 4096

/** What the keys of one data item were used for since the last account. */
export interface KeyUse {
  readonly data: string
  readonly sealed: number
  readonly opened: number
  /** Different keys: many in a short time are somebody who reads all there is. */
  readonly keys: number
}

interface Counted {
  sealed: number
  opened: number
  readonly keys: Set<string>
}

/** Counts each use of a data key, for the log (NIST SP 800-57 part 1 r5, 8.5: accountability). */
export class KeyUses {
  #items = new Map<string, Counted>()

  sealed(data: string, dek: string): void {
    this.#of(data, dek).sealed++
  }

  opened(data: string, dek: string): void {
    this.#of(data, dek).opened++
  }

  /** The account since the last, by item. */
  take(): KeyUse[] {
    const uses = [...this.#items].map(([data, { sealed, opened, keys }]) => ({
      ...{ data, sealed, opened, keys: keys.size },
    }))
    this.#items = new Map()
    return uses
  }

  #of(data: string, dek: string): Counted {
    let item = this.#items.get(data)
    if (item === undefined) {
      item = { sealed: 0, opened: 0, keys: new Set() }
      this.#items.set(data, item)
    }
    if (item.keys.size < keysMax) item.keys.add(dek)
    return item
  }
}
