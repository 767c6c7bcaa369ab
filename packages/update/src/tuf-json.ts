import { createHash } from 'node:crypto'

/** Field of the timestamp with the time of signing; TUF has none. */
export const signedAtField = 'x-pericard-signed-at'

/** TUF role of a component. The prefix keeps a component called "snapshot" from being one. */
export function delegatedRole(component: string): string {
  return `component-${component}`
}

/** Where the signatures of a release file are. */
export function signaturesPath(releasePath: string): string {
  return releasePath.replace(/release\.json$/, 'signatures.json')
}

/** Keys of a role in TUF's JSON. */
export interface RoleKeys {
  readonly keyids: readonly string[]
  readonly threshold: number
}

export interface Delegations {
  readonly roles?: readonly (RoleKeys & { readonly name: string })[]
}

/** The parts of verified TUF metadata that we read ourselves. */
export interface SignedPart {
  readonly version: number
  readonly expires: string
  readonly roles?: Readonly<Record<string, RoleKeys>>
  readonly delegations?: Delegations
  readonly [signedAtField]?: string
}

/** The signed part of metadata that tuf-js has verified, and with that its types. */
export function signedPart(text: string): SignedPart {
  return (JSON.parse(text) as { signed: SignedPart }).signed
}

/** SHA-256 in hex. */
export function sha256Hex(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
