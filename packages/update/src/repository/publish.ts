import { createHash } from 'node:crypto'
import { copyFile, mkdir, open, rename } from 'node:fs/promises'
import { createReadStream } from 'node:fs'
import { dirname, join } from 'node:path'
import { canonicalJson, utf8 } from '@pericard/base'
import { z } from 'zod'
import { UpdateError } from '../errors.ts'
import { type HybridKey, type HybridRole, signaturesMax, signaturesSchema } from '@pericard/base/hybrid'
import { parseDocument } from '../documents.ts'
import { openRelease, type Release, releaseSchema } from '../release.ts'
import { delegatedRole, sha256Hex, signaturesPath } from '../tuf-json.ts'
import { defaultExpiry, type Expiry, RepositoryFolder } from './folder.ts'
import { releaseBody, type ReleaseBundle, targetsOf } from './sign.ts'
import { countSignatures, type OnlineKeys, type TargetsSigned, tufBytes } from './tuf.ts'

export interface PublishOptions {
  readonly repository: string
  readonly online: OnlineKeys<HybridKey>
  readonly at: Date
  readonly expiry?: Expiry
}

const target = z.strictObject({ length: z.number(), hashes: z.strictObject({ sha256: z.string() }) })
const targetsSchema = z.strictObject({
  signed: z.strictObject({
    _type: z.literal('targets'),
    spec_version: z.string(),
    version: z.number().int(),
    expires: z.string(),
    targets: z.record(z.string(), target),
  }),
  signatures: z.array(z.strictObject({ keyid: z.string(), sig: z.string() })).max(signaturesMax),
})
const bundleSchema: z.ZodType<ReleaseBundle> = z.strictObject({
  v: z.literal(1),
  release: z.strictObject({ signed: releaseSchema, signatures: signaturesSchema }),
  targets: targetsSchema,
})

/** Reads a bundle; its signatures are judged when it is published. @throws {UpdateError} `UPDATE_FORMAT` */
export function parseBundle(bytes: Uint8Array): ReleaseBundle {
  return parseDocument('the bundle', bytes, bundleSchema)
}

/**
 * Puts a signed release into the repository. The timestamp comes last: whoever reads meanwhile sees the old repository.
 *
 * @throws {UpdateError} `UPDATE_RELEASE_FORGED`, `UPDATE_RELEASE_OLD`, `UPDATE_IMAGE_ALTERED`
 */
export async function publishRelease(
  options: PublishOptions,
  bundle: ReleaseBundle,
  image: string,
): Promise<Release> {
  const folder = new RepositoryFolder(options.repository)
  const trust = await folder.trust()
  const { component } = bundle.release.signed
  const signatures = utf8(canonicalJson(bundle.release.signatures))
  const body = releaseBody(bundle.release.signed)
  const release = openRelease({ signed: body, signatures }, trust, component)
  const before = await folder.versions()
  checkTargets(bundle, release, trust.components[component], before.roles)
  const present = await folder.readTuf<TargetsSigned>(
    `metadata/${before.roles[delegatedRole(component)]}.${delegatedRole(component)}.json`,
  )
  await checkNewer(folder, present.signed, release)
  const path = `targets/${component}/${sha256Hex(body)}.release.json`
  await copyImage(folder, release, image)
  await folder.write(path, body)
  await folder.write(signaturesPath(path), signatures)
  const version = bundle.targets.signed.version
  await folder.write(`metadata/${version}.${delegatedRole(component)}.json`, tufBytes(bundle.targets))
  const roles = { ...before.roles, [delegatedRole(component)]: version }
  await folder.publishVersions(before, roles, options.online, options.at, options.expiry ?? defaultExpiry)
  return release
}

/** Signs snapshot and timestamp anew, so that devices with a clock see that the repository is kept up. */
export async function refreshRepository(options: PublishOptions): Promise<void> {
  const folder = new RepositoryFolder(options.repository)
  const before = await folder.versions()
  await folder.publishVersions(
    before,
    before.roles,
    options.online,
    options.at,
    options.expiry ?? defaultExpiry,
  )
}

function checkTargets(
  { targets }: ReleaseBundle,
  release: Release,
  role: HybridRole | undefined,
  versions: Readonly<Record<string, number>>,
): void {
  const wanted = (versions[delegatedRole(release.component)] ?? 0) + 1
  const fits = canonicalJson(targets.signed.targets) === canonicalJson(targetsOf(release))
  if (fits && targets.signed.version === wanted && role && countSignatures(targets, role) >= role.threshold)
    return
  throw new UpdateError(
    'UPDATE_RELEASE_FORGED',
    `The bundle's metadata does not fit the repository: it is version ${targets.signed.version}, wanted ${wanted} with enough signatures; sign the release again`,
  )
}

async function checkNewer(folder: RepositoryFolder, present: TargetsSigned, release: Release): Promise<void> {
  const { component, number } = release
  const hash = present.targets[`${component}/release.json`]?.hashes.sha256
  if (hash === undefined) return
  const bytes = await folder.read(`targets/${component}/${hash}.release.json`)
  const published = JSON.parse(Buffer.from(bytes).toString()) as Release
  if (number > published.number) return
  throw new UpdateError(
    'UPDATE_RELEASE_OLD',
    `Release ${number} of ${component} is not above the published ${published.number}; devices would refuse it`,
  )
}

async function copyImage(
  folder: RepositoryFolder,
  { component, image }: Release,
  from: string,
): Promise<void> {
  const to = join(folder.folder, `targets/${component}/${image.sha256}.image`)
  await mkdir(dirname(to), { recursive: true })
  await copyFile(from, `${to}.part`)
  const hash = createHash('sha256')
  for await (const piece of createReadStream(`${to}.part`)) hash.update(piece as Buffer)
  if (hash.digest('hex') !== image.sha256)
    throw new UpdateError(
      'UPDATE_IMAGE_ALTERED',
      `${from} is not the image that was signed: its SHA-256 differs`,
    )
  const file = await open(`${to}.part`, 'r')
  await file.sync()
  await file.close()
  await rename(`${to}.part`, to)
}
