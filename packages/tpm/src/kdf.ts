/** Key derivation of TPM 2.0 (part 1, 11.4.10). */
import { createHash, createHmac } from 'node:crypto'
import { type Bytes, concat, utf8 } from '@pericard/base'
import { u32 } from './marshal.ts'

/** KDFa: NIST SP 800-108 in counter mode with HMAC-SHA-256 (part 1, 11.4.10.2). `length` in bytes. */
export function kdfa(key: Uint8Array, label: string, u: Uint8Array, v: Uint8Array, length: number): Bytes {
  const blocks: Uint8Array[] = []
  for (let counter = 1; blocks.length * 32 < length; counter++) {
    const text = concat(u32(counter), utf8(`${label}\0`), u, v, u32(length * 8))
    blocks.push(createHmac('sha256', key).update(text).digest())
  }
  return concat(...blocks).slice(0, length)
}

/** KDFe: NIST SP 800-56A with SHA-256, 32 bytes (part 1, 11.4.10.3). `z` is the x coordinate of the shared point. */
export function kdfe(z: Uint8Array, label: string, u: Uint8Array, v: Uint8Array): Bytes {
  const text = concat(u32(1), z, utf8(`${label}\0`), u, v)
  return new Uint8Array(createHash('sha256').update(text).digest())
}
