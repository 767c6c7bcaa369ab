import type { Bytes } from '@pericard/base'

/** Base64url without padding (RFC 4648, 5). */
export function toBase64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url')
}

/** Decodes base64url, or gives nothing: `Buffer` would skip what does not belong, and two texts would mean the same bytes. */
export function fromBase64url(text: string): Bytes | undefined {
  const bytes = new Uint8Array(Buffer.from(text, 'base64url'))
  return toBase64url(bytes) === text ? bytes : undefined
}
