import { createHmac } from 'node:crypto'
import type { SecretKey } from '../keys/key.ts'

/** Subjects that the vault invents, one for each data item. Without its key, nobody tells them from others. */
export class Canaries {
  readonly #blind: SecretKey
  readonly #subjects = new Map<string, string>()

  constructor(blind: SecretKey) {
    this.#blind = blind
  }

  /** A name in the shape of a FHIR reference with a random UUID. */
  subject(data: string): string {
    const known = this.#subjects.get(data)
    if (known !== undefined) return known
    const digits = createHmac('sha256', this.#blind.object).update(`canary\0${data}`).digest('hex')
    const parts = [digits.slice(0, 8), digits.slice(8, 12), `4${digits.slice(13, 16)}`]
    const subject = `Patient/${[...parts, `a${digits.slice(17, 20)}`, digits.slice(20, 32)].join('-')}`
    this.#subjects.set(data, subject)
    return subject
  }

  is({ data, subject }: { readonly data: string; readonly subject: string }): boolean {
    return subject === this.subject(data)
  }
}
