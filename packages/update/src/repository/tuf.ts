/** TUF 1.0.31 metadata as we write it. */
import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { canonicalJson, utf8 } from '@pericard/base'
import type { HybridKey, HybridPublicKey, HybridRole } from '@pericard/base/hybrid'
import { delegatedRole, type RoleKeys, sha256Hex, signedAtField } from '../tuf-json.ts'
import type { Trust } from '../trust.ts'

export interface TufKey {
  readonly keytype: 'ed25519'
  readonly scheme: 'ed25519'
  readonly keyval: { readonly public: string }
}

/** The signed part of any role; each role has its own further fields. */
export interface TufSigned {
  readonly _type: string
  readonly spec_version: string
  readonly version: number
  readonly expires: string
}

export interface RootSigned extends TufSigned {
  readonly keys: Readonly<Record<string, TufKey>>
  readonly roles: Readonly<Record<string, RoleKeys>>
}

export interface TargetsSigned extends TufSigned {
  readonly targets: Readonly<Record<string, TargetEntry>>
  readonly delegations?: {
    readonly keys: Readonly<Record<string, TufKey>>
    readonly roles: readonly (RoleKeys & { readonly name: string })[]
  }
}

export interface SnapshotSigned extends TufSigned {
  readonly meta: Readonly<Record<string, { readonly version: number }>>
}

export interface TargetEntry {
  readonly length: number
  readonly hashes: { readonly sha256: string }
}

export interface TufFile<T extends TufSigned = TufSigned> {
  readonly signed: T
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[]
}

/** Keys of the roles that are signed at each publication; TUF uses their Ed25519 halves. */
export interface OnlineKeys<K = HybridPublicKey> {
  readonly snapshot: K
  readonly timestamp: K
}

/** The Ed25519 half as TUF names it: hexadecimal, its id the SHA-256 of its canonical JSON (TUF 4.2). */
export function tufKey(key: HybridPublicKey): { readonly id: string; readonly key: TufKey } {
  const der = Buffer.from(key.ed25519, 'base64')
  const raw = createPublicKey({ key: der, format: 'der', type: 'spki' }).export({ format: 'jwk' }).x ?? ''
  const value: TufKey = {
    keytype: 'ed25519',
    scheme: 'ed25519',
    keyval: { public: Buffer.from(raw, 'base64url').toString('hex') },
  }
  return { id: sha256Hex(utf8(canonicalJson(value))), key: value }
}

/**
 * Signs metadata or adds a signature. For whole numbers and strings without control characters, which is all that we write,
 * RFC 8785 gives the bytes of the canonical JSON that TUF asks for.
 */
export function signTuf<T extends TufSigned>(file: TufFile<T>, key: HybridKey): TufFile<T> {
  const spki = createPublicKey(key.ed25519).export({ format: 'der', type: 'spki' }).toString('base64')
  const keyid = tufKey({ ed25519: spki, mldsa65: '' }).id
  const sig = sign(null, utf8(canonicalJson(file.signed)), key.ed25519).toString('hex')
  return { ...file, signatures: [...file.signatures.filter((one) => one.keyid !== keyid), { keyid, sig }] }
}

/** How many different keys of a role have signed. */
export function countSignatures(file: TufFile, role: HybridRole): number {
  const bytes = utf8(canonicalJson(file.signed))
  const good = role.keys.filter((key) => {
    const sig = file.signatures.find(({ keyid }) => keyid === tufKey(key).id)?.sig
    return sig !== undefined && verify(null, bytes, publicOf(key), Buffer.from(sig, 'hex'))
  })
  return new Set(good.map((key) => key.ed25519)).size
}

function publicOf(key: HybridPublicKey): KeyObject {
  return createPublicKey({ key: Buffer.from(key.ed25519, 'base64'), format: 'der', type: 'spki' })
}

/** The bytes of metadata. */
export function tufBytes(file: TufFile): Uint8Array {
  return utf8(`${JSON.stringify(file, undefined, 1)}\n`)
}

/** Root for a trust document: its root keys sign root and targets. */
export function rootFor(trust: Trust, online: OnlineKeys, expires: string): TufFile<RootSigned> {
  const keys = [...trust.root.keys, online.snapshot, online.timestamp]
  const one = (key: HybridPublicKey): RoleKeys => ({ keyids: [tufKey(key).id], threshold: 1 })
  const roles = {
    root: roleKeys(trust.root),
    targets: roleKeys(trust.root),
    snapshot: one(online.snapshot),
    timestamp: one(online.timestamp),
  }
  const common = { _type: 'root', spec_version: '1.0.31', version: trust.version, expires }
  return unsigned({ ...common, consistent_snapshot: true, keys: keyMap(keys), roles })
}

/** Top-level targets for a trust document: one delegation for each component, and nothing of its own. */
export function targetsFor(trust: Trust, version: number, expires: string): TufFile<TargetsSigned> {
  const components = Object.entries(trust.components)
  const roles = components.map(([component, role]) => ({
    name: delegatedRole(component),
    ...roleKeys(role),
    terminating: true,
    paths: [`${component}/*`],
  }))
  const keys = keyMap(components.flatMap(([, role]) => role.keys))
  return unsigned({ ...targetsHead(version, expires), targets: {}, delegations: { keys, roles } })
}

/** Targets of one component. */
export function componentTargets(
  version: number,
  expires: string,
  targets: TargetsSigned['targets'],
): TufFile<TargetsSigned> {
  return unsigned({ ...targetsHead(version, expires), targets })
}

export function snapshotFor(
  version: number,
  expires: string,
  versions: Readonly<Record<string, number>>,
): TufFile<SnapshotSigned> {
  const meta = Object.fromEntries(
    Object.entries(versions).map(([role, of]) => [`${role}.json`, { version: of }]),
  )
  return unsigned({ _type: 'snapshot', spec_version: '1.0.31', version, expires, meta })
}

export function timestampFor(version: number, expires: string, snapshot: number, signedAt: string): TufFile {
  const meta = { 'snapshot.json': { version: snapshot } }
  const common = { _type: 'timestamp', spec_version: '1.0.31', version, expires }
  return unsigned({ ...common, meta, [signedAtField]: signedAt })
}

function targetsHead(version: number, expires: string): TufSigned {
  return { _type: 'targets', spec_version: '1.0.31', version, expires }
}

function unsigned<T extends TufSigned>(signed: T): TufFile<T> {
  return { signed, signatures: [] }
}

function roleKeys({ keys, threshold }: HybridRole): RoleKeys {
  return { keyids: keys.map((key) => tufKey(key).id), threshold }
}

function keyMap(keys: readonly HybridPublicKey[]): Record<string, TufKey> {
  return Object.fromEntries(keys.map((key) => [tufKey(key).id, tufKey(key).key]))
}
