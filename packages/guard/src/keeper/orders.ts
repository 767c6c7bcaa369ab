/**
 * Orders about the keys of a running device, given on the device and approved by officers of the device file. An order is a file in
 * `orders/` of the data folder; the keeper alone judges it, and writes the answer beside it. Whoever can write files there, and has
 * none of the officers' keys, gets nothing done where the file asks for approvals (IEC TR 60601-4-5, SL-C 3: dual approval; CWE-654).
 */
import type { KeyObject } from 'node:crypto'
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
import { type Clock, parseJson } from '@pericard/base'
import { z } from 'zod'
import {
  type Approval,
  approvalSchema,
  approvalsMax,
  approversOf,
  signStatement,
  statement,
} from './approvals.ts'
import type { Custody } from './custody.ts'
import type { KeeperState } from './state.ts'

/**
 * What can be ordered. `rotate-root`: a new root key and a new generation under it. `rotate-log`: the same for the seeds of the log.
 * `rotate-identity`: another key and certificate. `adopt-officers`: the officers that the device file declares take the place of those before.
 */
export const orderKinds = ['rotate-root', 'rotate-log', 'rotate-identity', 'adopt-officers'] as const
export type OrderKind = (typeof orderKinds)[number]

/** An order is taken within this time of its date, and no older one after it. */
const orderLife = 60 * 60 * 1000
const orderBytesMax = 16 * 1024
const ordersMax = 16

export interface Order {
  readonly v: 1
  /** `<device.id>:<serial>`: an order for one device is none for another. */
  readonly device: string
  readonly order: OrderKind
  /** Milliseconds since the epoch; an order counts once, and never after a later one. */
  readonly at: number
  /** Digest of the officers to adopt. */
  readonly custody?: string | undefined
}

export interface SignedOrder {
  readonly order: Order
  readonly approvals: readonly Approval[]
}

/** What the keeper made of an order. */
export type OrderAnswer =
  | { readonly done: true; readonly approvedBy: readonly string[] }
  | { readonly done: false; readonly why: string }

export const orderSchema: z.ZodType<Order> = z.strictObject({
  v: z.literal(1),
  device: z.string().min(1).max(200),
  order: z.enum(orderKinds),
  at: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
  custody: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
})
const signedSchema: z.ZodType<SignedOrder> = z.strictObject({
  order: orderSchema,
  approvals: z.array(approvalSchema).max(approvalsMax),
})

/** An officer's approval. @param key Ed25519 private key */
export function approve(order: Order, by: string, key: KeyObject): Approval {
  return { by, signature: signStatement(statement('order', order), key) }
}

/** Where orders lie. */
export function ordersFolder(dataDir: string): string {
  return join(dataDir, 'orders')
}

/** Puts an order where the keeper finds it. @returns path of the answer */
export function placeOrder(dataDir: string, signed: SignedOrder): string {
  const folder = ordersFolder(dataDir)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const name = `${signed.order.at}-${signed.order.order}`
  const path = join(folder, `${name}.order`)
  writeFileSync(`${path}.new`, JSON.stringify(signed), { mode: 0o600, flush: true })
  renameSync(`${path}.new`, path)
  return join(folder, `${name}.answer`)
}

export interface OrderDesk {
  readonly dataDir: string
  readonly device: string
  /** Whose approvals count. */
  readonly custody: Custody
  readonly state: KeeperState
  readonly clock: Clock
  /** Does it. @throws where it could not be done; the order may be given again */
  readonly perform: (order: Order) => Promise<void>
}

/** Judges the orders that lie there, oldest first, and answers each; an answered order is removed. */
export async function takeOrders(desk: OrderDesk): Promise<{ order: string; answer: OrderAnswer }[]> {
  const folder = ordersFolder(desk.dataDir)
  if (!existsSync(folder)) return []
  const names = readdirSync(folder).filter((name) => /^\d{1,16}-[a-z-]{1,30}\.order$/.test(name))
  const taken: { order: string; answer: OrderAnswer }[] = []
  for (const name of names.toSorted().slice(0, ordersMax)) {
    const path = join(folder, name)
    const answer = await answered(desk, path)
    rmSync(path)
    writeFileSync(path.replace(/order$/, 'answer'), JSON.stringify(answer), { mode: 0o600, flush: true })
    taken.push({ order: name.replace(/^\d+-|\.order$/g, ''), answer })
  }
  return taken
}

async function answered(desk: OrderDesk, path: string): Promise<OrderAnswer> {
  const refused = (why: string): OrderAnswer => ({ done: false, why })
  const signed = readOrder(path)
  if (typeof signed === 'string') return refused(signed)
  const { order } = signed
  if (order.device !== desk.device) return refused(`it is for ${order.device}`)
  if (Math.abs(desk.clock.now() - order.at) > orderLife)
    return refused('it is not of this hour; give it again')
  if (order.at <= desk.state.counter('last-order')) return refused('it was given before, or a later one was')
  const names = approversOf(statement('order', order), signed.approvals, desk.custody, 'order')
  // Where nobody is needed, whoever writes the device file would come in.
  if (order.order === 'adopt-officers' && desk.custody.approvals === undefined)
    return refused(
      'the store was made without approvals, and nobody can let officers in; wipe it and begin anew',
    )
  if (typeof names === 'string') return refused(names)
  // Before it is done: an order is never done twice, whatever fails on the way.
  desk.state.setCounters({ 'last-order': order.at })
  try {
    await desk.perform(order)
  } catch (error) {
    const { code } = error as { code?: unknown }
    return refused(`it failed (${typeof code === 'string' ? code : 'unknown'}); give it again`)
  }
  return { done: true, approvedBy: names }
}

function readOrder(path: string): SignedOrder | string {
  if (statSync(path).size > orderBytesMax) return `it has more than ${orderBytesMax} bytes`
  try {
    const read = signedSchema.safeParse(parseJson(readFileSync(path, 'utf8')))
    return read.success ? read.data : 'it is not an order'
  } catch {
    return 'it is not an order'
  }
}
