/** What can be asked of the guard about support, and how it gets there: a file in `support/` of the data folder, its answer beside it. */
import { randomBytes } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { type Bytes, parseJson } from '@pericard/base'
import { z } from 'zod'
import { type Approval, approvalSchema, signatureSchema, statement } from '../keeper/approvals.ts'
import { isSupportCommand, type SupportCommand, type SupportReport } from './commands.ts'
import { type SignedGrant, signedGrantSchema, type SupportRefusal } from './grant.ts'
import type { SessionEnd } from './desk.ts'
import type { LockReport } from './locked.ts'

const askBytesMax = 32 * 1024
/** Requests that are answered in one round. */
const asksMax = 16

/** `number` goes up within a session; `session` is the challenge that its grant answers. */
export type Ask =
  | { readonly type: 'challenge' }
  | { readonly type: 'locked' }
  | {
      readonly type: 'open'
      readonly signed: SignedGrant
      readonly number: number
      readonly signature: string
    }
  | {
      readonly type: 'run'
      readonly session: string
      readonly command: SupportCommand
      readonly number: number
      readonly signature: string
    }
  | { readonly type: 'close'; readonly session: string; readonly number: number; readonly signature: string }
  | { readonly type: 'revoke'; readonly session: string; readonly approval: Approval }

export type SupportAnswer =
  | SupportRefusal
  | { readonly ok: true; readonly challenge: string; readonly device: string }
  | {
      readonly ok: true
      readonly minutes: number
      readonly commands: readonly SupportCommand[]
      readonly opens: readonly string[]
      readonly approvedBy: readonly string[]
    }
  | { readonly ok: true; readonly command: SupportCommand; readonly answer: SupportReport }
  | { readonly ok: true; readonly locked: LockReport }
  | { readonly ok: true; readonly ended: SessionEnd }

const session = z.string().regex(/^[0-9a-f]{32}$/)
const number = z.int().min(1)
const signature = signatureSchema
export const askSchema: z.ZodType<Ask> = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('challenge') }),
  z.strictObject({ type: z.literal('locked') }),
  z.strictObject({ type: z.literal('open'), signed: signedGrantSchema, number, signature }),
  z.strictObject({
    type: z.literal('run'),
    session,
    command: z.custom<SupportCommand>(isSupportCommand),
    number,
    signature,
  }),
  z.strictObject({ type: z.literal('close'), session, number, signature }),
  z.strictObject({ type: z.literal('revoke'), session, approval: approvalSchema }),
])

/** What the technician signs: one request of one session. */
export function askStatement(
  ask: {
    readonly type: 'open' | 'run' | 'close'
    readonly number: number
    readonly command?: SupportCommand
  },
  challenge: string,
): Bytes {
  const { type, number: at, command } = ask
  return statement('support-ask', {
    type,
    number: at,
    challenge,
    ...(command === undefined ? {} : { command }),
  })
}

/** Puts a request where the keeper finds it. @returns path of the answer */
export function placeAsk(dataDir: string, ask: Ask): string {
  const folder = join(dataDir, 'support')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `${randomBytes(8).toString('hex')}.ask`)
  writeFileSync(`${path}.new`, JSON.stringify(ask), { mode: 0o600 })
  renameSync(`${path}.new`, path)
  return path.replace(/ask$/, 'answer')
}

/** Answers the requests that lie there; an answered one is removed. */
export async function takeAsks(
  dataDir: string,
  answer: (ask: unknown) => Promise<SupportAnswer>,
): Promise<void> {
  const folder = join(dataDir, 'support')
  if (!existsSync(folder)) return
  const names = readdirSync(folder).filter((name) => /^[0-9a-f]{16}\.ask$/.test(name))
  for (const name of names.slice(0, asksMax)) {
    const path = join(folder, name)
    const ask = readAsk(path)
    rmSync(path)
    writeFileSync(path.replace(/ask$/, 'answer'), JSON.stringify(await answer(ask)), { mode: 0o600 })
  }
}

function readAsk(path: string): unknown {
  if (statSync(path).size > askBytesMax) return undefined
  try {
    return parseJson(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}
