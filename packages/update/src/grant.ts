/**
 * Permission for an update with a person at the device. The challenge makes it fresh without a clock: the device drew it,
 * it is good for one grant, and it dies with a restart or after an hour of running time.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { UpdateError } from './errors.ts'
import { parseSigned, verifyDocument } from './documents.ts'
import { nameSchema, type Trust } from './trust.ts'

/** Running time in which a challenge is good. */
export const challengeMs: number = 60 * 60 * 1000

/** What the maker's service signs for one device, one release and one challenge. */
export interface Grant {
  readonly v: 1
  /** Id of the one device, such as its serial number. */
  readonly deviceId: string
  readonly component: string
  readonly number: number
  /** SHA-256 in hex of the image. */
  readonly image: string
  /** The device's challenge, 32 hex digits. */
  readonly challenge: string
  /** Who goes to the device, for the log. */
  readonly technician: string
}

/** A challenge as the device keeps it. */
export interface Challenge {
  readonly nonce: string
  readonly bootId: string
  /** Running time when it was drawn, in milliseconds. */
  readonly at: number
}

/** Running time of the machine, that no setting of a clock changes. */
export interface Uptime {
  /** Differs after every start of the machine. */
  readonly bootId: string
  /** Milliseconds since some moment of this start. */
  now(): number
}

const grantSchema: z.ZodType<Grant> = z.strictObject({
  v: z.literal(1),
  deviceId: z.string().min(1).max(100),
  component: nameSchema,
  number: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
  image: z.string().regex(/^[0-9a-f]{64}$/),
  challenge: z.string().regex(/^[0-9a-f]{32}$/),
  technician: z.string().min(1).max(100),
})

/** A fresh challenge. */
export function drawChallenge(uptime: Uptime): Challenge {
  return { nonce: randomBytes(16).toString('hex'), bootId: uptime.bootId, at: uptime.now() }
}

/**
 * Opens a grant for exactly this device, release and challenge.
 *
 * @throws {UpdateError} `UPDATE_FORMAT`, `UPDATE_GRANT_FORGED`, `UPDATE_GRANT_EXPIRED`, `UPDATE_GRANT_FOREIGN`
 */
export function openGrant(
  bytes: Uint8Array,
  trust: Trust,
  wanted: Pick<Grant, 'deviceId' | 'component' | 'number' | 'image'>,
  challenge: Challenge | undefined,
  uptime: Uptime,
): Grant {
  const grant = verifyDocument(
    'grant',
    parseSigned('the grant', bytes, grantSchema),
    trust.presence,
    'UPDATE_GRANT_FORGED',
  )
  for (const name of ['deviceId', 'component', 'number', 'image'] as const) {
    if (grant[name] === wanted[name]) continue
    throw new UpdateError(
      'UPDATE_GRANT_FOREIGN',
      `The grant is for another update: its ${name} is ${grant[name]}, wanted ${wanted[name]}`,
    )
  }
  const age = challenge === undefined ? Infinity : uptime.now() - challenge.at
  const open =
    challenge !== undefined &&
    challenge.bootId === uptime.bootId &&
    age >= 0 &&
    age <= challengeMs &&
    timingSafeEqual(Buffer.from(challenge.nonce), Buffer.from(grant.challenge))
  if (open) return grant
  throw new UpdateError(
    'UPDATE_GRANT_EXPIRED',
    'The grant answers no open challenge of this device: draw a new one with "pericard update challenge" and have it granted',
  )
}
