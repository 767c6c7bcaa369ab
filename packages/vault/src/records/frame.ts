import { createCipheriv, createDecipheriv, hkdfSync, randomFillSync, timingSafeEqual } from 'node:crypto'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { assert, type Bytes, concat, fromUtf8, utf8 } from '@pericard/base'
import { VaultError } from '../errors.ts'
import { keyBytes, type SecretKey, secretKey } from '../keys/key.ts'
import { tagBytes } from '../keys/wrap.ts'

/** Plaintext of one frame in bytes; a larger batch becomes several frames. */
export const frameBytesMax: number = 16 * 1024
/** One record in bytes; a record larger than a frame gets a frame of its own. */
export const recordBytesMax: number = 4 * 1024 * 1024
/** version 1, store 16, sequence 8, dek 16, step 4, from 8, to 8, count 4, previous 32, commitment 16, nonce 12. */
export const headerBytes = 125
const commitmentAt = 97
const nonceAt = 113
const version = 2
const commitmentBytes = 16
const compressedBit = 0x80_00
/** What a frame's records may come to when they are decompressed. */
const contentBytesMax = recordBytesMax + frameBytesMax
const turnInfo = 'pericard/1/turn'
const noSalt = new Uint8Array()

/** What stands in front of a frame, in the clear but authenticated. */
export interface FrameHeader {
  /** Random id of the store: a frame of another device does not open here. */
  readonly store: Bytes
  readonly sequence: number
  readonly dek: Bytes
  /** Number of the frame under its DEK; the ratchet is turned this often. */
  readonly step: number
  readonly from: number
  readonly to: number
  readonly count: number
  /** SHA-256 of the frame before, which chains them. */
  readonly previous: Bytes
}

/** Whose records a frame holds; sealed with them. */
export interface FrameLabel {
  readonly data: string
  readonly subject: string
  /** Whether its records are compressed (zstd). */
  readonly compress?: boolean
}

export interface SealedFrame {
  readonly header: Bytes
  readonly body: Bytes
  readonly tag: Bytes
}

/** The key of a frame and the state that leads to the next; the state of today leads to no key of yesterday. */
export interface Ratchet {
  readonly chain: SecretKey
  readonly step: number
}

/** The key of one frame, with 16 bytes that only the same chain leads to: GCM alone lets one ciphertext open under two keys. */
export interface FrameKey {
  readonly secret: SecretKey
  readonly commitment: Bytes
}

/** Turns the ratchet once: one derivation gives frame key, next chain state and commitment. */
export function turn({ chain, step }: Ratchet): { key: FrameKey; next: Ratchet } {
  const bytes = new Uint8Array(
    hkdfSync('sha256', chain.object, noSalt, turnInfo, 2 * keyBytes + commitmentBytes),
  )
  const secret = secretKey(bytes.subarray(0, keyBytes))
  const next = { chain: secretKey(bytes.subarray(keyBytes, 2 * keyBytes)), step: step + 1 }
  return { key: { secret, commitment: bytes.slice(2 * keyBytes) }, next }
}

function encodeHeader(header: FrameHeader, commitment: Bytes): Bytes {
  const out = new Uint8Array(headerBytes)
  const view = new DataView(out.buffer)
  out[0] = version
  out.set(header.store, 1)
  view.setBigUint64(17, BigInt(header.sequence))
  out.set(header.dek, 25)
  view.setUint32(41, header.step)
  view.setBigInt64(45, BigInt(header.from))
  view.setBigInt64(53, BigInt(header.to))
  view.setUint32(61, header.count)
  out.set(header.previous, 65)
  out.set(commitment, commitmentAt)
  randomFillSync(out, nonceAt)
  return out
}

/** Reads a header without believing it; only `openRecords` says that it is genuine. */
export function decodeHeader(bytes: Bytes): FrameHeader {
  if (bytes.length !== headerBytes) {
    throw new VaultError(
      'VAULT_RECORD_TRUNCATED',
      `Cannot read a frame: its header has ${bytes.length} bytes, wanted ${headerBytes}`,
    )
  }
  if (bytes[0] !== version) {
    throw new VaultError(
      'VAULT_FORMAT_UNKNOWN',
      `Cannot read a frame: format ${bytes[0]}, wanted ${version}; a newer Pericard wrote it`,
    )
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  return {
    store: bytes.slice(1, 17),
    sequence: Number(view.getBigUint64(17)),
    dek: bytes.slice(25, 41),
    step: view.getUint32(41),
    from: Number(view.getBigInt64(45)),
    to: Number(view.getBigInt64(53)),
    count: view.getUint32(61),
    previous: bytes.slice(65, 97),
  }
}

/** A record as it lies in a frame: when it was made, and its bytes. */
export interface FrameRecord {
  readonly at: number
  readonly bytes: Bytes
}

const recordHeadBytes = 12

/** Bytes that a record takes inside a frame. */
export function framedBytes(record: FrameRecord): number {
  return recordHeadBytes + record.bytes.length
}

/**
 * Seals records into one frame (AES-256-GCM). The key is that frame's own, and the nonce random all the same: a frame that could not
 * be committed, or was lost in a power cut, is sealed anew with other records under the same key, and a medium may keep both
 * (NIST SP 800-38D, 8.2; a repeated nonce gives away both texts and the key of the tag).
 */
export function sealFrame(
  header: FrameHeader,
  key: FrameKey,
  label: FrameLabel,
  records: readonly FrameRecord[],
): SealedFrame {
  assert(records.length === header.count, 'a frame header counts its records')
  const encoded = encodeHeader(header, key.commitment)
  const cipher = createCipheriv('aes-256-gcm', key.secret.object, encoded.subarray(nonceAt), {
    authTagLength: tagBytes,
  })
  cipher.setAAD(encoded)
  const plain = plainOf(label, records)
  const body = concat(cipher.update(plain), cipher.final())
  plain.fill(0)
  return { header: encoded, body, tag: new Uint8Array(cipher.getAuthTag()) }
}

/** Length of the name 2, its highest bit set where what follows the name is compressed; the name; the records. */
function plainOf(label: FrameLabel, records: readonly FrameRecord[]): Bytes {
  const name = utf8(JSON.stringify([label.data, label.subject]))
  const framed = new Uint8Array(records.reduce((sum, record) => sum + framedBytes(record), 0))
  const view = new DataView(framed.buffer)
  let at = 0
  for (const record of records) {
    view.setBigInt64(at, BigInt(record.at))
    view.setUint32(at + 8, record.bytes.length)
    framed.set(record.bytes, at + recordHeadBytes)
    at += framedBytes(record)
  }
  const compress = label.compress === true
  const content = compress ? zstdCompressSync(framed) : framed
  const plain = new Uint8Array(2 + name.length + content.length)
  new DataView(plain.buffer).setUint16(0, name.length | (compress ? compressedBit : 0))
  plain.set(name, 2)
  plain.set(content, 2 + name.length)
  if (compress) framed.fill(0)
  return plain
}

export interface OpenedFrame extends FrameLabel {
  readonly records: readonly FrameRecord[]
}

/**
 * Opens a frame and returns whose it is and its records, all or nothing: GCM gives no verdict before the last byte.
 *
 * @throws {VaultError} `VAULT_RECORD_TRUNCATED`, `VAULT_FORMAT_UNKNOWN`, `VAULT_RECORD_FORGED`
 */
export function openFrame({ header, body, tag }: SealedFrame, key: FrameKey): OpenedFrame {
  const { sequence, count } = decodeHeader(header)
  if (tag.length !== tagBytes) {
    throw new VaultError(
      'VAULT_RECORD_TRUNCATED',
      `Cannot open frame ${sequence}: its tag has ${tag.length} bytes, wanted ${tagBytes}`,
    )
  }
  if (!timingSafeEqual(header.subarray(commitmentAt, nonceAt), key.commitment)) throw forged(sequence)
  const decipher = createDecipheriv('aes-256-gcm', key.secret.object, header.subarray(nonceAt), {
    authTagLength: tagBytes,
  })
  decipher.setAAD(header)
  decipher.setAuthTag(tag)
  let plain: Bytes
  try {
    plain = concat(decipher.update(body), decipher.final())
  } catch (cause) {
    throw forged(sequence, cause)
  }
  return split(plain, count, sequence)
}

/** Only for plaintext whose tag matched: what is wrong here is a bug of ours, not an attack. */
function split(plain: Bytes, count: number, sequence: number): OpenedFrame {
  const length = new DataView(plain.buffer, plain.byteOffset, plain.length).getUint16(0)
  const nameEnd = 2 + (length & ~compressedBit)
  const label: unknown = JSON.parse(fromUtf8(plain.subarray(2, nameEnd)) ?? 'null')
  assert(Array.isArray(label), `genuine frame ${sequence} names whose it is`)
  const content = plain.subarray(nameEnd)
  const isCompressed = (length & compressedBit) !== 0
  const framed = isCompressed
    ? new Uint8Array(zstdDecompressSync(content, { maxOutputLength: contentBytesMax }))
    : content
  const view = new DataView(framed.buffer, framed.byteOffset, framed.length)
  const records: FrameRecord[] = []
  for (let at = 0; at < framed.length; ) {
    assert(at + recordHeadBytes <= framed.length, `genuine frame ${sequence} ends within a record`)
    const start = at + recordHeadBytes
    const end = start + view.getUint32(at + 8)
    records.push({ at: Number(view.getBigInt64(at)), bytes: framed.subarray(start, end) })
    at = end
  }
  assert(records.length === count, `genuine frame ${sequence} holds as many records as it says`)
  return { data: String(label[0]), subject: String(label[1]), records }
}

function forged(sequence: number, cause?: unknown): VaultError {
  return new VaultError('VAULT_RECORD_FORGED', `Cannot open frame ${sequence}: its tag does not match`, {
    cause,
  })
}
