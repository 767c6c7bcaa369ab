import { randomBytes } from 'node:crypto'
import { utf8 } from '@pericard/base'
import { toBase64url } from '@pericard/protocol'
import { audit } from './audit.ts'
import { type Context, readJson } from './context.ts'
import { sha256 } from './keys.ts'

const linkLife = 15 * 60 * 1000
/** Lifetime of a session, in milliseconds. */
export const sessionLife: number = 12 * 60 * 60 * 1000

/** A one-time sign-in token; the store keeps only its hash. */
export async function newLink(context: Context): Promise<string> {
  const token = toBase64url(randomBytes(32))
  const now = context.clock.now()
  await context.store.transact(async (transaction) => {
    await transaction.put('links', sha256(token), utf8(JSON.stringify({ expires: now + linkLife })))
    await audit(transaction, { at: now, who: 'fleet', what: 'sign-in-link', about: 'operator' })
  })
  return token
}

/** Trades a token for a session, once; `undefined` if it is unknown, used or too old. */
export async function signIn(context: Context, token: string): Promise<string | undefined> {
  const now = context.clock.now()
  return context.store.transact(async (transaction) => {
    const key = sha256(token)
    const link = await transaction.get('links', key)
    if (link === undefined) return undefined
    await transaction.delete('links', key)
    if (readJson<{ expires: number }>(link).expires < now) return undefined
    const session = toBase64url(randomBytes(32))
    await transaction.put('sessions', sha256(session), utf8(JSON.stringify({ expires: now + sessionLife })))
    await audit(transaction, { at: now, who: 'operator', what: 'sign-in', about: 'console' })
    return session
  })
}

/** Whether this session is signed in. */
export async function signedIn(context: Context, session: string): Promise<boolean> {
  const found = await context.store.transact((transaction) => transaction.get('sessions', sha256(session)))
  return found !== undefined && readJson<{ expires: number }>(found).expires > context.clock.now()
}
