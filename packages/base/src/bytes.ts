/** Bytes as every package passes them. */
export type Bytes = Uint8Array<ArrayBuffer>

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const encoder = new TextEncoder()

/** Encodes text as UTF-8. */
export function utf8(text: string): Bytes {
  return encoder.encode(text)
}

/**
 * Decodes UTF-8, or returns `undefined` if the bytes are not UTF-8: `Buffer.toString()` would replace them
 * in silence, and two different byte strings would then compare equal.
 */
export function fromUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes)
  } catch {
    return undefined
  }
}

/** Lower-case hexadecimal. */
export function hex(bytes: Uint8Array): string {
  let out = ''
  for (const byte of bytes) out += byte.toString(16).padStart(2, '0')
  return out
}

/** Joins byte strings into one. */
export function concat(...parts: readonly Uint8Array[]): Bytes {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

/** Compares two byte strings in an order that depends on their content only: shorter first where one is a prefix. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length)
  for (let i = 0; i < shared; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

/** A whole number up to 2^53 - 1 as eight bytes, big-endian. */
export function number64(value: number): Bytes {
  const out = new Uint8Array(8)
  new DataView(out.buffer).setBigUint64(0, BigInt(value))
  return out
}

/** Reads what `number64` wrote. @throws {RangeError} for anything but eight bytes */
export function readNumber64(bytes: Uint8Array): number {
  if (bytes.length !== 8) throw new RangeError(`A number has ${bytes.length} bytes, wanted 8`)
  return Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0))
}
