import { z } from 'zod'
import { UpdateError } from './errors.ts'
import { type Signed } from '@pericard/base/hybrid'
import { parseDetached, verifyDocument } from './documents.ts'
import { nameSchema, type Trust } from './trust.ts'

/** Bytes of one chunk of an image: what is verified before it is written, and the unit of resuming. */
export const chunkBytes: number = 1024 * 1024
/** Chunks of one image: 32 GiB. */
export const chunksMax = 32_768

/** What a maker says about one image of one component. */
export interface Release {
  readonly v: 1
  readonly device: string
  readonly component: string
  /** Grows with each release; a device takes no number that is not above the installed one. */
  readonly number: number
  /** Version for people. */
  readonly name: string
  readonly image: {
    readonly bytes: number
    readonly sha256: string
    /** SHA-256 in hex of each chunk of `chunkBytes`, the last may be shorter. */
    readonly chunks: readonly string[]
  }
  /** Formats of the device's own data. */
  readonly data: {
    /** Format that this release writes. */
    readonly writes: number
    /** Oldest format that it can read. */
    readonly readsFrom: number
  }
}

const digest: z.ZodType<string> = z.string().regex(/^[0-9a-f]{64}$/)
const count: z.ZodType<number> = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER)
/** Shape of a release. */
export const releaseSchema: z.ZodType<Release> = z
  .strictObject({
    v: z.literal(1),
    device: nameSchema,
    component: nameSchema,
    number: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
    name: z.string().min(1).max(100),
    image: z.strictObject({
      bytes: z
        .number()
        .int()
        .min(1)
        .max(chunksMax * chunkBytes),
      sha256: digest,
      chunks: z.array(digest).max(chunksMax),
    }),
    data: z.strictObject({ writes: count, readsFrom: count }),
  })
  .refine(({ image }) => image.chunks.length === Math.ceil(image.bytes / chunkBytes), {
    message: 'image.chunks does not fit image.bytes',
  })
  .refine(({ data }) => data.readsFrom <= data.writes, { message: 'data.readsFrom is above data.writes' })

/** A release and its signatures as they lie in a repository: adding a signature leaves the release's hash as it is. */
export interface ReleaseFiles {
  readonly signed: Uint8Array
  readonly signatures: Uint8Array
}

/** Reads a release without judging it. @throws {UpdateError} `UPDATE_FORMAT` */
export function parseRelease(files: ReleaseFiles): Signed<Release> {
  return parseDetached('the release', files, releaseSchema)
}

/**
 * Opens a release: signed by the threshold of its component's keys, for this device model and this component.
 *
 * @throws {UpdateError} `UPDATE_FORMAT`, `UPDATE_RELEASE_FORGED`, `UPDATE_COMPONENT_UNKNOWN`, `UPDATE_WRONG_DEVICE`
 */
export function openRelease(files: ReleaseFiles, trust: Trust, component: string): Release {
  const role = Object.hasOwn(trust.components, component) ? trust.components[component] : undefined
  if (role === undefined)
    throw new UpdateError(
      'UPDATE_COMPONENT_UNKNOWN',
      `There is no component "${component}" in trust document ${trust.version}; it has ${Object.keys(trust.components).join(', ')}`,
    )
  const release = verifyDocument('release', parseRelease(files), role, 'UPDATE_RELEASE_FORGED')
  if (release.device !== trust.device || release.component !== component)
    throw new UpdateError(
      'UPDATE_WRONG_DEVICE',
      `The release is for ${release.component} of ${release.device}, wanted one for ${component} of ${trust.device}`,
    )
  return release
}
