/**
 * Whom a device believes beyond TUF: a chain of documents signed with both algorithms. TUF's own signatures are Ed25519 alone;
 * whoever breaks that still needs the keys of this chain.
 */
import { z } from 'zod'
import { UpdateError } from './errors.ts'
import { type HybridRole, hybridRoleSchema, type Signed } from '@pericard/base/hybrid'
import { parseSigned, verifyDocument } from './documents.ts'

export interface Trust {
  readonly v: 1
  /** One more than that of the document before. */
  readonly version: number
  /** Device model whose images these keys sign. */
  readonly device: string
  readonly root: HybridRole
  /** Who signs releases of each component. */
  readonly components: Readonly<Record<string, HybridRole>>
  /** Who grants updates that need a person at the device. */
  readonly presence: HybridRole
}

/** Name of a component or device model in paths and documents. */
export const nameSchema: z.ZodType<string> = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/)
/** Components of one device. */
export const componentsMax = 64

const trustSchema: z.ZodType<Trust> = z.strictObject({
  v: z.literal(1),
  version: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
  device: nameSchema,
  root: hybridRoleSchema,
  components: z
    .record(nameSchema, hybridRoleSchema)
    .refine((components) => Object.keys(components).length <= componentsMax, {
      message: `more than ${componentsMax} components`,
    }),
  presence: hybridRoleSchema,
})

/** Reads a trust document without judging it. @throws {UpdateError} `UPDATE_FORMAT` */
export function parseTrust(bytes: Uint8Array): Signed<Trust> {
  return parseSigned('the trust document', bytes, trustSchema)
}

/**
 * Opens the document that a device is provisioned with: it is signed by the threshold of the root keys it names.
 *
 * @throws {UpdateError} `UPDATE_FORMAT`, `UPDATE_TRUST_FORGED`
 */
export function openTrust(bytes: Uint8Array): Trust {
  const document = parseTrust(bytes)
  return verifyDocument('trust', document, document.signed.root, 'UPDATE_TRUST_FORGED')
}

/**
 * Follows the chain by one step: the next document is signed by the threshold of the old root keys and by that of its own.
 *
 * @throws {UpdateError} `UPDATE_FORMAT`, `UPDATE_TRUST_FORGED`
 */
export function nextTrust(current: Trust, bytes: Uint8Array): Trust {
  const document = parseTrust(bytes)
  verifyDocument('trust', document, current.root, 'UPDATE_TRUST_FORGED')
  const next = verifyDocument('trust', document, document.signed.root, 'UPDATE_TRUST_FORGED')
  if (next.version !== current.version + 1 || next.device !== current.device)
    throw new UpdateError(
      'UPDATE_TRUST_FORGED',
      `The trust document does not follow ours: it is version ${next.version} for ${next.device}, wanted ${current.version + 1} for ${current.device}`,
    )
  return next
}
