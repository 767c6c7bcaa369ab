import { randomBytes } from 'node:crypto'
import { utf8 } from '@pericard/base'
import { toBase64url } from '@pericard/protocol'
import { audit } from './audit.ts'
import { type Context, readJson } from './context.ts'
import { sha256 } from './keys.ts'

const linkLife = 15 * 60 * 1000
/** Lifetime of a session, in milliseconds. */
export const sessionLife: number = 12 * 60 * 60 * 1000

/** Who a session is of where its link named nobody. */
export const unnamed = 'operator'

/** A one-time sign-in token for a person; the store keeps only its hash. @param by who asked for it */
export async function newLink(context: Context, name: string = unnamed, by = 'fleet'): Promise<string> {
  const token = toBase64url(randomBytes(32))
  const now = context.clock.now()
  await context.store.transact(async (transaction) => {
    await transaction.put('links', sha256(token), utf8(JSON.stringify({ expires: now + linkLife, name })))
    await audit(transaction, { at: now, who: by, what: 'sign-in-link', about: name })
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
    const { expires, name = unnamed } = readJson<Signed>(link)
    if (expires < now) return undefined
    const session = toBase64url(randomBytes(32))
    const kept = { expires: now + sessionLife, name }
    await transaction.put('sessions', sha256(session), utf8(JSON.stringify(kept)))
    await audit(transaction, { at: now, who: name, what: 'sign-in', about: 'console' })
    return session
  })
}

/** Who this session is of; `undefined` where it is none or too old. */
export async function signedIn(context: Context, session: string): Promise<string | undefined> {
  const found = await context.store.transact((transaction) => transaction.get('sessions', sha256(session)))
  const { expires, name = unnamed } = found === undefined ? { expires: 0 } : readJson<Signed>(found)
  return expires > context.clock.now() ? name : undefined
}

interface Signed {
  readonly expires: number
  readonly name?: string
}
