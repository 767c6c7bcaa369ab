/**
 * A support session's grant: who may look at which device, why, with which commands and for how long. Officers of the device sign it,
 * the technician's key is named in it, and it answers a challenge that the device drew: so it fits one device and one session, and
 * needs no clock. `docs/specs/support.md` has the format.
 */
import type { KeyObject } from 'node:crypto'
import type { DeviceFile } from '@pericard/model'
import { z } from 'zod'
import {
  type Approval,
  approvalSchema,
  approvalsMax,
  approversOf,
  publicKeySchema,
  signStatement,
  statement,
} from '../keeper/approvals.ts'
import type { Custody } from '../keeper/custody.ts'
import { isSupportCommand, neededRight, type SupportCommand, supportCommands } from './commands.ts'

/** Longest session, whatever the device file says: a working day. */
export const supportMinutesMax = 480
const opensMax = 8

export interface SupportGrant {
  readonly v: 1
  /** `<device.id>:<serial>` */
  readonly device: string
  /** What this device drew for this session, 32 hex digits. */
  readonly challenge: string
  /** Of `diagnostics` in the device file: what it allows bounds the grant. */
  readonly capability: string
  readonly technician: {
    readonly name: string
    readonly role: string
    /** Raw Ed25519 public key, base64url: each request of the session is signed with it. */
    readonly signingKey: string
  }
  /** Why, for the log. Names no patient. */
  readonly purpose: string
  readonly commands: readonly SupportCommand[]
  /** Dormant interfaces that are open while the session is. */
  readonly opens: readonly string[]
  /** Longest running time of the session. */
  readonly minutes: number
}

export interface SignedGrant {
  readonly grant: SupportGrant
  readonly approvals: readonly Approval[]
}

const text = z.string().min(1).max(200)
export const supportGrantSchema: z.ZodType<SupportGrant> = z.strictObject({
  v: z.literal(1),
  device: text,
  challenge: z.string().regex(/^[0-9a-f]{32}$/),
  capability: text,
  technician: z.strictObject({ name: text, role: text, signingKey: publicKeySchema }),
  purpose: text,
  commands: z.array(z.custom<SupportCommand>(isSupportCommand)).max(supportCommands.length),
  opens: z.array(text).max(opensMax),
  minutes: z.int().min(1).max(supportMinutesMax),
})
export const signedGrantSchema: z.ZodType<SignedGrant> = z.strictObject({
  grant: supportGrantSchema,
  approvals: z.array(approvalSchema).max(approvalsMax),
})

/** An officer's approval of a grant. @param key Ed25519 private key */
export function approveGrant(grant: SupportGrant, by: string, key: KeyObject): Approval {
  return { by, signature: signStatement(statement('support-grant', grant), key) }
}

/** One officer's revocation of the session that answers a challenge. @param key Ed25519 private key */
export function revokeGrant(challenge: string, by: string, key: KeyObject): Approval {
  return { by, signature: signStatement(statement('support-revocation', { challenge }), key) }
}

export type SupportRefusalCode =
  | 'SUPPORT_FORMAT'
  | 'SUPPORT_LOCKED'
  | 'SUPPORT_BUSY'
  | 'SUPPORT_GRANT_FOREIGN'
  | 'SUPPORT_GRANT_EXPIRED'
  | 'SUPPORT_GRANT_UNAPPROVED'
  | 'SUPPORT_GRANT_TOO_WIDE'
  | 'SUPPORT_NO_SESSION'
  | 'SUPPORT_TECHNICIAN_FORGED'
  | 'SUPPORT_REPLAYED'
  | 'SUPPORT_COMMAND_REFUSED'

/** What was asked for is not done, and why. Nothing was changed. */
export interface SupportRefusal {
  readonly ok: false
  readonly code: SupportRefusalCode
  readonly why: string
}

export function refusal(code: SupportRefusalCode, why: string): SupportRefusal {
  return { ok: false, code, why }
}

/** Who approved the grant, at least one officer and never the technician alone (separation of duties, CWE-654). */
export function judgeApprovals(
  { grant, approvals }: SignedGrant,
  custody: Custody,
): readonly string[] | SupportRefusal {
  const { technician } = grant
  const own = custody.officers?.find(
    ({ name, signingKey }) => name === technician.name || signingKey === technician.signingKey,
  )
  if (own !== undefined && approvals.some(({ by }) => by === own.name))
    return refusal(
      'SUPPORT_GRANT_UNAPPROVED',
      `"${own.name}" is the technician and cannot approve the own session`,
    )
  const wanted = { ...custody, approvals: Math.max(1, custody.approvals ?? 0) }
  const names = approversOf(statement('support-grant', grant), approvals, wanted, 'grant')
  return typeof names === 'string' ? refusal('SUPPORT_GRANT_UNAPPROVED', names) : names
}

/** Whether the device file allows all that the grant does. @returns the first thing that it does not, or undefined */
export function widerThan(grant: SupportGrant, file: DeviceFile): SupportRefusal | undefined {
  const wide = (why: string): SupportRefusal => refusal('SUPPORT_GRANT_TOO_WIDE', why)
  const capability = file.diagnostics.find(({ id }) => id === grant.capability)
  if (capability === undefined) return wide(`"diagnostics" of the device file has no "${grant.capability}"`)
  const { roles, allows, sessionMinutes = supportMinutesMax } = capability
  if (!roles.includes(grant.technician.role))
    return wide(`"${capability.id}" is for ${roles.join(', ')}, not for ${grant.technician.role}`)
  if (grant.minutes > sessionMinutes)
    return wide(`it asks for ${grant.minutes} minutes, and "${capability.id}" allows ${sessionMinutes}`)
  const command = grant.commands.find((name) => !allows.includes(neededRight(name)))
  if (command !== undefined)
    return wide(`${command} needs "${neededRight(command)}", which "${capability.id}" does not allow`)
  const opened = grant.opens.find((id) => !isServiceInterface(file, id))
  return opened === undefined
    ? undefined
    : wide(`"${opened}" is no dormant service interface that the guard holds shut`)
}

/** A dormant interface for service whose one end is the guard's local API: the guard opens and shuts it. */
export function isServiceInterface(file: DeviceFile, id: string): boolean {
  const found = file.interfaces.find((one) => one.id === id)
  if (found === undefined || found.active || (found.use !== 'service' && found.use !== 'debug')) return false
  return file.components.some(({ id: component, guard }) => component === found.to && guard === 'local-api')
}
