/** One block of a sealed log: lines that are sealed together (docs/specs/sealed-log.md). */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { type Bytes, concat } from '@pericard/base'
import { keyBytes, type SecretKey, secretKey } from '../keys/key.ts'
import { tagBytes } from '../keys/wrap.ts'

/** length 4, first sequence 8, count 4, flags 1, nonce 12; then a MAC of these 16. */
const macAt = 29
export const blockHeadBytes = 45
/** Lines are sealed together once they have this many bytes. */
export const blockBytesWanted: number = 64 * 1024
/** One line in bytes: what an application may make us write at once. */
export const logLineBytesMax: number = 16 * 1024
/** Most plaintext of a block in bytes: twice full, each character three bytes. */
const blockBytesMax = 3 * (blockBytesWanted + logLineBytesMax)
const flagZstd = 1
/** All before the block was durable when it was written: what a crash leaves lies after it. */
export const flagDurable = 2
const turnInfo = 'pericard/2/log-block'
const noSalt = new Uint8Array()
/** Fastest level that still halves logs. */
const zstdParams = { [constants.ZSTD_c_compressionLevel]: 1 }

/** The keys of one block, and the state that leads to the next; it leads to no key of before. */
export interface BlockKeys {
  readonly seal: SecretKey
  readonly mac: SecretKey
  readonly next: SecretKey
}

/** Turns the ratchet once. */
export function turnLog(chain: SecretKey): BlockKeys {
  const bytes = new Uint8Array(hkdfSync('sha256', chain.object, noSalt, turnInfo, 3 * keyBytes))
  const part = (at: number): SecretKey => secretKey(bytes.subarray(at * keyBytes, (at + 1) * keyBytes))
  return { seal: part(0), mac: part(1), next: part(2) }
}

export interface BlockHead {
  /** Bytes of ciphertext and tag. */
  readonly length: number
  readonly first: number
  readonly count: number
  readonly flags: number
}

/** Reads a head without believing it. */
export function decodeHead(bytes: Bytes, at: number): BlockHead {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at)
  return {
    length: view.getUint32(0),
    first: Number(view.getBigUint64(4)),
    count: view.getUint32(12),
    flags: view.getUint8(16),
  }
}

/**
 * Whether a head is the one that was written. It has a MAC of its own: a forged length must not make the rest of the log look like
 * an unfinished block.
 */
export function headIsGenuine(head: Bytes, keys: BlockKeys): boolean {
  return timingSafeEqual(head.subarray(macAt, blockHeadBytes), macOf(head, keys.mac))
}

function macOf(head: Bytes, key: SecretKey): Bytes {
  const mac = createHmac('sha256', key.object).update(head.subarray(0, macAt)).digest()
  return new Uint8Array(mac.subarray(0, blockHeadBytes - macAt))
}

/** Where a block goes. `durable` says that everything before it is. */
export interface BlockPlace {
  readonly keys: BlockKeys
  readonly previous: Bytes
  readonly compress: boolean
  readonly durable: boolean
}

/**
 * Seals lines (AES-256-GCM). Each block has a key of its own; the nonce is random all the same, since a block whose writing failed is
 * sealed anew, with other lines, under the same key.
 */
export function sealBlock(
  lines: { readonly text: string; readonly count: number },
  first: number,
  { keys, previous, compress, durable }: BlockPlace,
): Bytes {
  const text = Buffer.from(lines.text, 'utf8')
  const plain = compress ? zstdCompressSync(text, { params: zstdParams }) : text
  const block = new Uint8Array(blockHeadBytes + plain.length + tagBytes)
  const view = new DataView(block.buffer)
  view.setUint32(0, plain.length + tagBytes)
  view.setBigUint64(4, BigInt(first))
  view.setUint32(12, lines.count)
  view.setUint8(16, (compress ? flagZstd : 0) | (durable ? flagDurable : 0))
  const nonce = randomBytes(macAt - 17)
  block.set(nonce, 17)
  block.set(macOf(block, keys.mac), macAt)
  const cipher = createCipheriv('aes-256-gcm', keys.seal.object, nonce, { authTagLength: tagBytes })
  cipher.setAAD(concat(block.subarray(0, blockHeadBytes), previous))
  block.set(cipher.update(plain), blockHeadBytes)
  cipher.final()
  block.set(cipher.getAuthTag(), block.length - tagBytes)
  text.fill(0)
  return block
}

/** The lines of a block, or undefined where its tag does not match: another block, altered, or not after `previous`. */
export function openBlock(block: Bytes, keys: BlockKeys, previous: Bytes): Bytes[] | undefined {
  const { flags, count } = decodeHead(block, 0)
  const nonce = block.subarray(17, macAt)
  const decipher = createDecipheriv('aes-256-gcm', keys.seal.object, nonce, { authTagLength: tagBytes })
  decipher.setAAD(concat(block.subarray(0, blockHeadBytes), previous))
  decipher.setAuthTag(block.subarray(block.length - tagBytes))
  try {
    const sealed = concat(
      decipher.update(block.subarray(blockHeadBytes, block.length - tagBytes)),
      decipher.final(),
    )
    const plain =
      (flags & flagZstd) !== 0 ? zstdDecompressSync(sealed, { maxOutputLength: blockBytesMax }) : sealed
    const lines = splitLines(new Uint8Array(plain))
    return lines.length === count ? lines : undefined
  } catch {
    return undefined
  }
}

function splitLines(plain: Bytes): Bytes[] {
  const lines: Bytes[] = []
  for (let at = 0; at < plain.length; ) {
    const end = plain.indexOf(10, at)
    const stop = end === -1 ? plain.length : end
    lines.push(plain.subarray(at, stop))
    at = stop + 1
  }
  return lines
}

/** The chain of hashes moves on by one block. */
export function chainHash(previous: Bytes, block: Bytes): Bytes {
  return new Uint8Array(createHash('sha256').update(previous).update(block).digest())
}
