import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { type EraseRoot, freshKey, type SecretKey, secretKey } from '../../src/index.ts'

/** Stands for a TPM's NV in tests that kill the process: it outlives it, in files outside the store's folder. */
export class FileEraseRoot implements EraseRoot {
  readonly kind = 'tpm'
  readonly #prefix: string

  constructor(prefix: string) {
    this.#prefix = prefix
  }

  async read(generation: number): Promise<SecretKey | undefined> {
    const path = `${this.#prefix}${generation}`
    return existsSync(path) ? secretKey(new Uint8Array(readFileSync(path))) : undefined
  }

  async create(generation: number): Promise<SecretKey> {
    const known = await this.read(generation)
    if (known !== undefined) return known
    const secret = freshKey()
    const half = `${this.#prefix}half`
    writeFileSync(half, secret.object.export(), { flush: true })
    renameSync(half, `${this.#prefix}${generation}`)
    return secret
  }

  async destroy(generation: number): Promise<void> {
    rmSync(`${this.#prefix}${generation}`, { force: true })
  }
}
