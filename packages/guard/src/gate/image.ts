import { createHash, createPublicKey, sign, type KeyObject, verify } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, open, readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fromUtf8, parseJson, utf8 } from '@pericard/base'
import { z } from 'zod'
import { GuardError } from '../errors.ts'

/** Files of one image, their bytes together, and how deep its folders go; each file is a descriptor at its start. */
export const imageLimits: Readonly<Record<'files' | 'bytes' | 'depth', number>> = {
  files: 64,
  bytes: 64 * 1024 * 1024,
  depth: 8,
}
const manifestBytesMax = 64 * 1024
const pieceBytes = 256 * 1024
export const manifestName = 'manifest.json'
export const signatureName = 'manifest.sig'

/** What an image has to be. */
export interface ImageWanted {
  /** Absolute path of the program; its folder is the image. */
  readonly program: string
  /** The program's SHA-256, where the device file names it. */
  readonly sha256?: string
  /** Whose signature it has to bear, with the Ed25519 public key in base64url. */
  readonly signedBy?: { readonly role: string; readonly key: string }
  /** What a signed image has to be made for; one for another device or function is refused. */
  readonly device: string
  readonly function: string
}

export interface ImageFile {
  /** Absolute. */
  readonly path: string
  readonly bytes: Uint8Array
}

/** Names and hashes of all files of an image. */
export interface Manifest {
  readonly v: 1
  readonly device?: string
  readonly function?: string
  readonly files: Readonly<Record<string, string>>
}

const fileName = /^(?!.*(?:^|\/)\.{1,2}(?:\/|$))[A-Za-z0-9._-]+(?:\/[A-Za-z0-9._-]+)*$/
const manifestShape: z.ZodType<Manifest> = z.strictObject({
  v: z.literal(1),
  device: z.string().max(64).exactOptional(),
  // That of a fallback says so: see `fallbackName`.
  function: z.string().max(80).exactOptional(),
  files: z.record(z.string().max(256).regex(fileName), z.string().regex(/^[0-9a-f]{64}$/)),
})
const signatureShape = z.strictObject({
  v: z.literal(1),
  role: z.string().max(64),
  // 64 bytes in exactly one way: the last character carries two bits.
  signature: z.string().regex(/^[A-Za-z0-9_-]{85}[AQgw]$/),
})

/**
 * Reads the image of a critical function once and returns the bytes that were verified: whoever starts these, and not what
 * lies on the medium by then, leaves no moment in which a file can be swapped (CWE-367). Everything in the folder has to be in the manifest
 * and the other way round; links and special files are none.
 *
 * @throws {GuardError} `GUARD_PROGRAM_UNKNOWN`, `GUARD_PROGRAM_ALTERED`
 */
export async function readImage(wanted: ImageWanted): Promise<ImageFile[]> {
  const files: ImageFile[] = []
  await readFiles(wanted, (path, bytes) => files.push({ path, bytes }))
  return files
}

/** The same check on what lies there now; nothing is kept, and the event loop is never held for longer than a piece. @throws as `readImage` */
export async function verifyImage(wanted: ImageWanted): Promise<void> {
  await readFiles(wanted)
}

/** The manifest of a folder as it lies there, for whoever packages it. @throws {GuardError} `GUARD_PROGRAM_ALTERED` beyond `imageLimits` */
export async function manifestOf(folder: string, device: string, fn: string): Promise<Manifest> {
  const files: Record<string, string> = {}
  const budget = { left: imageLimits.bytes }
  for (const name of await namesIn(folder))
    files[name] = (await readOne(join(folder, name), budget, false)).sha256
  return { v: 1, device, function: fn, files }
}

/** The text of `manifest.sig`. @param key Ed25519 private key of the role */
export function signManifest(manifest: Uint8Array, role: string, key: KeyObject): string {
  const signature = sign(null, statementOf(manifest), key).toString('base64url')
  return JSON.stringify({ v: 1, role, signature })
}

/** The domain keeps it from being taken for anything else that the same key signs. */
function statementOf(manifest: Uint8Array): Uint8Array {
  return Buffer.concat([utf8('pericard/1/function-image\n'), manifest])
}

async function readFiles(
  wanted: ImageWanted,
  keep?: (path: string, bytes: Uint8Array) => void,
): Promise<void> {
  const folder = dirname(wanted.program)
  const hashes = await hashesOf(wanted)
  const budget = { left: imageLimits.bytes }
  for (const [name, hash] of hashes) {
    const path = join(folder, name)
    const { sha256, bytes } = await readOne(path, budget, keep !== undefined)
    if (sha256 !== hash)
      throw altered(path, `has SHA-256 ${sha256.slice(0, 16)}…, wanted ${hash.slice(0, 16)}…`)
    keep?.(path, bytes)
  }
}

/** Which files the image has to have, from the device file alone or from a manifest that names each file of the folder. */
async function hashesOf({ program, sha256, ...wanted }: ImageWanted): Promise<Map<string, string>> {
  const folder = dirname(program)
  const name = basename(program)
  const names = await namesIn(folder)
  const manifest = await readSmall(join(folder, manifestName))
  if (manifest === undefined && sha256 !== undefined && wanted.signedBy === undefined)
    return new Map([[name, sha256]])
  if (manifest === undefined) throw unknown(program, `has no ${manifestName} beside it`)
  await checkSignature(folder, manifest, wanted)
  const { files } = manifestFrom(folder, manifest, wanted)
  const found = files[name]
  if (found === undefined) throw unknown(program, `is not named in ${manifestName}`)
  if (sha256 !== undefined && found !== sha256)
    throw altered(program, `has another SHA-256 in ${manifestName} than in the device file`)
  const extra = names.find((each) => !Object.hasOwn(files, each))
  if (extra !== undefined) throw altered(join(folder, extra), `is not named in ${manifestName}`)
  const gone = Object.keys(files).find((each) => !names.includes(each))
  if (gone !== undefined) throw altered(join(folder, gone), `is named in ${manifestName} and not there`)
  return new Map(Object.entries(files))
}

function manifestFrom(
  folder: string,
  bytes: Uint8Array,
  wanted: Pick<ImageWanted, 'device' | 'function' | 'signedBy'>,
): Manifest {
  const path = join(folder, manifestName)
  const manifest = manifestShape.safeParse(jsonOf(bytes)).data
  if (manifest === undefined) throw unknown(path, 'cannot be read as a manifest of SHA-256 hashes')
  if (wanted.signedBy !== undefined)
    for (const field of ['device', 'function'] as const)
      if (manifest[field] !== wanted[field]) throw unknown(path, `is not for the ${field} "${wanted[field]}"`)
  return manifest
}

async function checkSignature(
  folder: string,
  manifest: Uint8Array,
  { signedBy }: Pick<ImageWanted, 'signedBy'>,
): Promise<void> {
  if (signedBy === undefined) return
  const path = join(folder, signatureName)
  const bytes = await readSmall(path)
  if (bytes === undefined) throw unknown(path, `is not there, and "${signedBy.role}" has to have signed`)
  const read = signatureShape.safeParse(jsonOf(bytes)).data
  if (read === undefined) throw unknown(path, 'cannot be read as a signature')
  if (read.role !== signedBy.role) throw unknown(path, `is of another role than "${signedBy.role}"`)
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: signedBy.key }, format: 'jwk' })
  if (!verify(null, statementOf(manifest), key, Buffer.from(read.signature, 'base64url')))
    throw altered(join(folder, manifestName), `is not what "${signedBy.role}" signed`)
}

/** Every file of a folder but manifest and signature, by its path within. */
async function namesIn(folder: string, within = '', depth = 0): Promise<string[]> {
  if (depth > imageLimits.depth)
    throw altered(join(folder, within), `lies deeper than ${imageLimits.depth} folders`)
  const names: string[] = []
  for (const entry of await readdir(join(folder, within), { withFileTypes: true }).catch(
    unreadable(folder),
  )) {
    const name = within === '' ? entry.name : `${within}/${entry.name}`
    if (entry.isDirectory()) names.push(...(await namesIn(folder, name, depth + 1)))
    else if (!entry.isFile()) throw altered(join(folder, name), 'is neither file nor folder')
    else if (name !== manifestName && name !== signatureName) names.push(name)
    if (names.length > imageLimits.files) throw altered(folder, `has more than ${imageLimits.files} files`)
  }
  return names
}

interface Budget {
  left: number
}

/** Hashes one file piece by piece, at most what is left of the image's bytes. */
async function readOne(
  path: string,
  budget: Budget,
  keep: boolean,
): Promise<{ readonly sha256: string; readonly bytes: Uint8Array }> {
  const hash = createHash('sha256')
  const pieces: Buffer[] = []
  const file = await openFile(path)
  if (file === undefined) throw altered(path, 'is not there')
  try {
    for (;;) {
      const { bytesRead, buffer } = await file.read({
        buffer: Buffer.allocUnsafe(pieceBytes),
        position: null,
      })
      if (bytesRead === 0) break
      budget.left -= bytesRead
      if (budget.left < 0) throw altered(path, `goes beyond the ${imageLimits.bytes} bytes of an image`)
      const piece = buffer.subarray(0, bytesRead)
      hash.update(piece)
      if (keep) pieces.push(piece)
    }
  } finally {
    await file.close()
  }
  return { sha256: hash.digest('hex'), bytes: Buffer.concat(pieces) }
}

async function readSmall(path: string): Promise<Uint8Array | undefined> {
  const file = await openFile(path)
  if (file === undefined) return undefined
  await file.close()
  return (await readOne(path, { left: manifestBytesMax }, true)).bytes
}

/** Never through a link, and never a pipe, which would keep the reader waiting; undefined where there is nothing. */
async function openFile(path: string): Promise<FileHandle | undefined> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
  const file = await open(path, flags).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw altered(path, 'cannot be opened as a file', error)
  })
  if (file === undefined || (await file.stat()).isFile()) return file
  await file.close()
  throw altered(path, 'is no file')
}

function jsonOf(bytes: Uint8Array): unknown {
  const text = fromUtf8(bytes)
  try {
    return text === undefined ? undefined : parseJson(text)
  } catch {
    return undefined
  }
}

function unreadable(folder: string): (cause: unknown) => never {
  return (cause) => {
    throw altered(folder, 'cannot be listed', cause)
  }
}

function altered(path: string, what: string, cause?: unknown): GuardError {
  return new GuardError('GUARD_PROGRAM_ALTERED', `${path}: ${what}; it is not run`, { cause })
}

function unknown(path: string, what: string): GuardError {
  return new GuardError('GUARD_PROGRAM_UNKNOWN', `${path}: ${what}; it is not run`)
}
