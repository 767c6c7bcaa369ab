import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { canonicalJson, utf8 } from '@pericard/base'
import { UpdateError } from '../errors.ts'
import { type HybridKey, hybridKeyId, publicHalf, signDocument, type Signed } from '@pericard/base/hybrid'
import { chunkBytes, type Release } from '../release.ts'
import { delegatedRole, sha256Hex } from '../tuf-json.ts'
import type { Trust } from '../trust.ts'
import { daysAfter, defaultExpiry, type Expiry, RepositoryFolder } from './folder.ts'
import { componentTargets, signTuf, type TargetEntry, type TargetsSigned, type TufFile } from './tuf.ts'

/** What goes from one signer to the next, and then to whoever publishes. */
export interface ReleaseBundle {
  readonly v: 1
  readonly release: Signed<Release>
  readonly targets: TufFile<TargetsSigned>
}

export interface SignOptions {
  readonly repository: string
  readonly component: string
  /** File with the image. */
  readonly image: string
  readonly number: number
  readonly name: string
  readonly data: Release['data']
  readonly at: Date
  readonly expiry?: Expiry
}

/**
 * Describes an image as the next release of a component and signs it.
 *
 * @throws {UpdateError} `UPDATE_KEY_UNFIT` for a key that is not one of the component's
 */
export async function signRelease(options: SignOptions, key: HybridKey): Promise<ReleaseBundle> {
  const { component, number, name, data, at, expiry = defaultExpiry } = options
  const folder = new RepositoryFolder(options.repository)
  const trust = await folder.trust()
  const image = await describeImage(options.image)
  const release: Release = { v: 1, device: trust.device, component, number, name, image, data }
  const version = ((await folder.versions()).roles[delegatedRole(component)] ?? 0) + 1
  const targets = componentTargets(version, daysAfter(at, expiry.offlineDays), targetsOf(release))
  const bundle = { v: 1, release: { signed: release, signatures: [] }, targets } as const
  return addSignature(bundle, trust, key)
}

/** Adds a signature to a bundle. @throws {UpdateError} `UPDATE_KEY_UNFIT` */
export function addSignature(bundle: ReleaseBundle, trust: Trust, key: HybridKey): ReleaseBundle {
  const { component } = bundle.release.signed
  const ids = trust.components[component]?.keys.map(hybridKeyId) ?? []
  if (!ids.includes(hybridKeyId(publicHalf(key))))
    throw new UpdateError(
      'UPDATE_KEY_UNFIT',
      `This key does not sign releases of "${component}" of ${trust.device}`,
    )
  const release = signDocument('release', bundle.release, key)
  return { v: 1, release, targets: signTuf(bundle.targets, key) }
}

/** What the component's metadata says of a release. */
export function targetsOf(release: Release): Record<string, TargetEntry> {
  const body = releaseBody(release)
  return {
    [`${release.component}/release.json`]: { length: body.length, hashes: { sha256: sha256Hex(body) } },
    [`${release.component}/image`]: { length: release.image.bytes, hashes: { sha256: release.image.sha256 } },
  }
}

/** The bytes of a release file. */
export function releaseBody(release: Release): Uint8Array {
  return utf8(canonicalJson(release))
}

/** Hashes an image, whole and in chunks. */
async function describeImage(path: string): Promise<Release['image']> {
  const whole = createHash('sha256')
  const chunks: string[] = []
  let bytes = 0
  let part = createHash('sha256')
  let inPart = 0
  for await (const read of createReadStream(path, { highWaterMark: chunkBytes })) {
    const piece = read as Buffer
    whole.update(piece)
    bytes += piece.length
    for (let at = 0; at < piece.length; ) {
      const take = Math.min(piece.length - at, chunkBytes - inPart)
      part.update(piece.subarray(at, at + take))
      at += take
      inPart += take
      if (inPart < chunkBytes) continue
      chunks.push(part.digest('hex'))
      part = createHash('sha256')
      inPart = 0
    }
  }
  if (inPart > 0) chunks.push(part.digest('hex'))
  return { bytes, sha256: whole.digest('hex'), chunks }
}
