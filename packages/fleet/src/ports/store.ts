/** One row: a key, and bytes that the store does not look into. */
export interface Row {
  readonly key: string
  readonly value: Uint8Array
}

/** What one step of work sees and changes. */
export interface Transaction {
  get(table: string, key: string): Promise<Uint8Array | undefined>
  put(table: string, key: string, value: Uint8Array): Promise<void>
  delete(table: string, key: string): Promise<void>
  /** Rows whose key starts with `prefix`, by key in code unit order; the first `most` of them where that is given. */
  list(table: string, prefix: string, most?: number): Promise<readonly Row[]>
  count(table: string, prefix: string): Promise<number>
}

/** Where the fleet server keeps everything. */
export interface Store {
  /**
   * Runs `work` alone and keeps all it changed or, if it throws, nothing. When it returns, the changes are on disk: an
   * acknowledgement may follow.
   *
   * @throws {FleetError} `FLEET_STORE_FULL`: nothing was changed.
   */
  transact<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>
  close(): Promise<void>
}
