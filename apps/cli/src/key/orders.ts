import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { type Clock, parseJson } from '@pericard/base'
import {
  approvalSchema,
  approve,
  custodyDigest,
  custodyOf,
  type OrderAnswer,
  type OrderKind,
  orderSchema,
  placeOrder,
} from '@pericard/guard'
import { z } from 'zod'
import { readDeviceFile, renderIssues } from '../device-file.ts'
import { readPrivateKey } from './officer.ts'

/** How long an answer of the running guard is waited for, in milliseconds; the keeper looks every second. */
const answerWait = 30_000
const orderFile = z.strictObject({ order: orderSchema, approvals: z.array(approvalSchema).max(16) })
type OrderFile = z.infer<typeof orderFile>

export interface RotateOptions {
  readonly data: string
  readonly order?: string
  readonly device?: string
}

/** What `pericard key order` takes. */
export const orderedThings = ['root', 'log', 'identity', 'officers'] as const
export type Ordered = (typeof orderedThings)[number]
const kinds: Readonly<Record<Ordered, OrderKind>> = {
  root: 'rotate-root',
  log: 'rotate-log',
  identity: 'rotate-identity',
  officers: 'adopt-officers',
}

export interface OrderOptions {
  readonly device: string
  readonly out: string
  readonly deviceFile?: string
}

/** Writes an order that officers approve one after the other. */
export function writeOrder(what: Ordered, { device, out, deviceFile }: OrderOptions, clock: Clock): void {
  const order = newOrder(what, { device, ...(deviceFile === undefined ? {} : { deviceFile }) }, clock)
  writeFileSync(out, `${JSON.stringify(order)}\n`, { flag: 'wx', mode: 0o600 })
  console.log(
    `Order written to ${out}; it is good for an hour. Officers sign it: pericard key approve ${out}`,
  )
}

function newOrder(
  what: Ordered,
  { device, deviceFile }: Pick<OrderOptions, 'device' | 'deviceFile'>,
  clock: Clock,
): OrderFile {
  const order = { v: 1, device, order: kinds[what], at: clock.now() } as const
  if (what !== 'officers') return { order, approvals: [] }
  if (deviceFile === undefined) throw new Error('wanted --device-file: the one that declares the officers')
  const parsed = readDeviceFile(deviceFile)
  if (!parsed.ok) throw new Error(renderIssues(parsed.issues))
  return { order: { ...order, custody: custodyDigest(custodyOf(parsed.file.vault)) }, approvals: [] }
}

function readOrderFile(path: string): OrderFile {
  const read = orderFile.safeParse(parseJson(readFileSync(path, 'utf8')))
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw new Error(`${path}: is no order: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`)
}

export interface ApproveOptions {
  readonly by: string
  readonly key: string
  readonly passphraseFile?: string
}

/** Adds an officer's approval; the key stays where it is. */
export function addApproval(path: string, { by, key, passphraseFile }: ApproveOptions): void {
  const { order, approvals } = readOrderFile(path)
  const privateKey = readPrivateKey(key, 'ed25519', passphraseFile)
  if (approvals.some((each) => each.by === by)) throw new Error(`${path}: ${by} has approved it already`)
  writeFileSync(
    path,
    `${JSON.stringify({ order, approvals: [...approvals, approve(order, by, privateKey)] })}\n`,
  )
  console.log(`${by} approved ${order.order} of ${order.device}; ${approvals.length + 1} approvals`)
}

/** Gives the running guard an order, and says what became of it. */
export async function giveOrder(
  what: Ordered | undefined,
  options: RotateOptions,
  clock: Clock,
): Promise<void> {
  const { data, order: path, device } = options
  if (!existsSync(data)) throw new Error(`${data}: there is no such data folder`)
  if (path === undefined && (what === undefined || device === undefined))
    throw new Error('wanted --order FILE, or what to rotate and --device')
  const signed =
    path === undefined ? newOrder(what ?? 'root', { device: device ?? '' }, clock) : readOrderFile(path)
  const answerAt = placeOrder(data, signed)
  for (let waited = 0; waited < answerWait && !existsSync(answerAt); waited += 100) await pause(100)
  if (!existsSync(answerAt)) {
    rmSync(answerAt.replace(/answer$/, 'order'), { force: true })
    throw new Error(
      'the guard did not answer in 30 s: it has to run, and its vault to be open; the order was withdrawn',
    )
  }
  const answer = parseJson(readFileSync(answerAt, 'utf8')) as OrderAnswer
  rmSync(answerAt)
  if (answer.done) {
    const who =
      answer.approvedBy.length === 0
        ? 'no approval was needed'
        : `approved by ${answer.approvedBy.join(', ')}`
    console.log(`Done: ${signed.order.order} of ${signed.order.device}; ${who}`)
    return
  }
  console.error(`Refused: ${answer.why}`)
  process.exitCode = 1
}
