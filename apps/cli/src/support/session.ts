/** The technician's and the officers' side of support sessions. */
import { createPublicKey, type KeyObject } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { parseJson } from '@pericard/base'
import {
  type Ask,
  approveGrant,
  askStatement,
  isSupportCommand,
  placeAsk,
  revokeGrant,
  type SignedGrant,
  signedGrantSchema,
  signStatement,
  type SupportAnswer,
  supportCommands,
  supportGrantSchema,
} from '@pericard/guard'
import { readPrivateKey } from '../key/officer.ts'
import { printable } from '../render/terminal.ts'

/** How long an answer of the running guard is waited for, in milliseconds; it looks every second. */
const answerWait = 30_000

export interface WithKey {
  readonly key: string
  readonly passphraseFile?: string
}

export interface RequestOptions extends WithKey {
  readonly data: string
  readonly technician: string
  readonly role: string
  readonly capability: string
  readonly purpose: string
  readonly command: readonly string[]
  readonly open: readonly string[]
  readonly minutes: number
  readonly out: string
}

/** Has the guard draw a challenge, and writes the grant that officers are to approve. */
export async function requestGrant(options: RequestOptions): Promise<void> {
  const { data, technician, role, capability, purpose, minutes, out, command, open } = options
  if (existsSync(out)) throw new Error(`${out}: is there already`)
  const unknown = command.find((name) => !isSupportCommand(name))
  if (unknown !== undefined)
    throw new Error(`"${unknown}" is no support command; there are ${supportCommands.join(', ')}`)
  const signingKey = createPublicKey(keyOf(options)).export({ format: 'jwk' }).x ?? ''
  const drawn = await ask(data, { type: 'challenge' })
  if (!drawn.ok || !('challenge' in drawn)) return refused(drawn)
  const read = supportGrantSchema.safeParse({
    ...{ v: 1, device: drawn.device, challenge: drawn.challenge, capability, purpose, minutes },
    ...{ technician: { name: technician, role, signingKey }, commands: command, opens: open },
  })
  if (!read.success) {
    const [issue] = read.error.issues
    throw new Error(`the request is no grant: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`)
  }
  writeFileSync(out, `${JSON.stringify({ grant: read.data, approvals: [] })}\n`, { flag: 'wx', mode: 0o600 })
  console.log(
    `Request for ${drawn.device} written to ${out}. It can be opened within 24 h of running time, until the guard starts again.\n` +
      `Officers sign it: pericard support approve ${out}`,
  )
}

/** Shows an officer what is asked for, and adds the approval. */
export function approveRequest(path: string, options: WithKey & { readonly by: string }): void {
  const { grant, approvals } = readGrant(path)
  if (approvals.some(({ by }) => by === options.by))
    throw new Error(`${path}: ${options.by} has approved it already`)
  const signed = { grant, approvals: [...approvals, approveGrant(grant, options.by, keyOf(options))] }
  writeFileSync(path, `${JSON.stringify(signed)}\n`)
  const { technician, device, minutes, purpose, commands, opens } = grant
  const dormant = opens.length === 0 ? '' : `; opens ${opens.join(', ')}`
  process.stdout.write(
    printable(
      `${options.by} approved: ${technician.name} (${technician.role}) on ${device} for ${minutes} min\n` +
        `  purpose: ${purpose}\n  commands: ${commands.join(', ') || 'none'}${dormant}\n  approvals: ${signed.approvals.length}\n`,
    ),
  )
}

export interface SessionOptions extends WithKey {
  readonly data: string
  readonly json?: true
}

/** Opens the session of a grant. */
export async function openSession(path: string, options: SessionOptions): Promise<void> {
  const signed = readGrant(path)
  const number = nextNumber()
  const statement = askStatement({ type: 'open', number }, signed.grant.challenge)
  const signature = signStatement(statement, keyOf(options))
  const answer = await ask(options.data, { type: 'open', signed, number, signature })
  if (options.json === true) return printJson(answer)
  if (!answer.ok || !('minutes' in answer)) return refused(answer)
  const { minutes, commands, opens, approvedBy } = answer
  console.log(`Open for ${minutes} min; approved by ${approvedBy.join(', ')}`)
  console.log(
    `  commands: ${commands.join(', ') || 'none'}${opens.length === 0 ? '' : `; open: ${opens.join(', ')}`}`,
  )
}

/** Says why the vault does not open, which needs no grant: nobody could give one. */
export async function whyLocked({ data, json }: Pick<SessionOptions, 'data' | 'json'>): Promise<void> {
  const answer = await ask(data, { type: 'locked' })
  if (json === true) return printJson(answer)
  if (!answer.ok || !('locked' in answer)) return refused(answer)
  const { step, code } = answer.locked
  console.log(
    `Locked: ${step === 'store' ? 'the store or its TPM does not open' : 'a share is missing'} (${code})`,
  )
}

/** Runs one command of the session. */
export async function runCommand(
  command: string,
  options: SessionOptions & { readonly grant: string },
): Promise<void> {
  if (!isSupportCommand(command))
    throw new Error(`"${command}" is no support command; there are ${supportCommands.join(', ')}`)
  const { challenge } = readGrant(options.grant).grant
  const number = nextNumber()
  const signature = signStatement(askStatement({ type: 'run', number, command }, challenge), keyOf(options))
  const answer = await ask(options.data, { type: 'run', session: challenge, command, number, signature })
  if (options.json === true) return printJson(answer)
  if (!answer.ok || !('answer' in answer)) return refused(answer)
  for (const [name, value] of Object.entries(answer.answer)) console.log(`${name}: ${plain(value)}`)
}

/** Ends the session before its time. */
export async function closeSession(options: SessionOptions & { readonly grant: string }): Promise<void> {
  const { challenge } = readGrant(options.grant).grant
  const number = nextNumber()
  const signature = signStatement(askStatement({ type: 'close', number }, challenge), keyOf(options))
  const answer = await ask(options.data, { type: 'close', session: challenge, number, signature })
  if (options.json === true) return printJson(answer)
  if (!answer.ok) return refused(answer)
  console.log('Closed; the grant opens nothing more')
}

/** Ends the session as an officer, or voids a grant that was not opened. */
export async function revokeSession(
  path: string,
  options: SessionOptions & { readonly by: string },
): Promise<void> {
  const { challenge } = readGrant(path).grant
  const approval = revokeGrant(challenge, options.by, keyOf(options))
  const answer = await ask(options.data, { type: 'revoke', session: challenge, approval })
  if (options.json === true) return printJson(answer)
  if (!answer.ok) return refused(answer)
  console.log(`Revoked by ${options.by}; the grant opens nothing more`)
}

/** Grows from one request to the next while the machine runs, whatever its clock is set to. */
function nextNumber(): number {
  return Number(process.hrtime.bigint() / 1_000n)
}

function keyOf({ key, passphraseFile }: WithKey): KeyObject {
  return readPrivateKey(key, 'ed25519', passphraseFile)
}

function readGrant(path: string): SignedGrant {
  const read = signedGrantSchema.safeParse(parseJson(readFileSync(path, 'utf8')))
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw new Error(`${path}: is no support grant: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`)
}

async function ask(data: string, request: Ask): Promise<SupportAnswer> {
  if (!existsSync(data)) throw new Error(`${data}: there is no such data folder`)
  const answerAt = placeAsk(data, request)
  for (let waited = 0; waited < answerWait && !existsSync(answerAt); waited += 100) await pause(100)
  if (!existsSync(answerAt)) {
    rmSync(answerAt.replace(/answer$/, 'ask'), { force: true })
    throw new Error('the guard did not answer in 30 s: it has to run; the request was withdrawn')
  }
  const answer = parseJson(readFileSync(answerAt, 'utf8')) as unknown as SupportAnswer
  rmSync(answerAt)
  return answer
}

function refused(answer: SupportAnswer): void {
  console.error(
    answer.ok ? 'Refused: the guard answered something else' : `Refused: ${answer.why} (${answer.code})`,
  )
  process.exitCode = 1
}

function printJson(answer: SupportAnswer): void {
  console.log(JSON.stringify(answer))
  if (!answer.ok) process.exitCode = 1
}

function plain(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value)
  return Object.entries(value)
    .map(([name, count]) => `${name} ${String(count)}`)
    .join(', ')
}
