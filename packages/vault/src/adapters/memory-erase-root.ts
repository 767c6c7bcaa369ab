import { freshKey, type SecretKey } from '../keys/key.ts'
import type { EraseRoot } from '../ports/erase-root.ts'

/** Holds the secrets in memory, for tests. */
export class MemoryEraseRoot implements EraseRoot {
  readonly kind: EraseRoot['kind'] = 'tpm'
  readonly #secrets = new Map<number, SecretKey>()

  read(generation: number): Promise<SecretKey | undefined> {
    return Promise.resolve(this.#secrets.get(generation))
  }

  create(generation: number): Promise<SecretKey> {
    const secret = this.#secrets.get(generation) ?? freshKey()
    this.#secrets.set(generation, secret)
    return Promise.resolve(secret)
  }

  destroy(generation: number): Promise<void> {
    this.#secrets.delete(generation)
    return Promise.resolve()
  }
}
