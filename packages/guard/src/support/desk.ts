/** The device's side of support sessions: draws challenges, opens a session for a grant, answers its commands, and ends it. */
import { randomBytes } from 'node:crypto'
import type { Clock } from '@pericard/base'
import type { DeviceFile } from '@pericard/model'
import { approversOf, isSigned, statement } from '../keeper/approvals.ts'
import type { Custody } from '../keeper/custody.ts'
import { type Ask, askSchema, askStatement, type SupportAnswer } from './asks.ts'
import { report, type SupportSources } from './commands.ts'
import type { LockReport } from './locked.ts'
import { judgeApprovals, refusal, type SupportGrant, type SupportRefusal, widerThan } from './grant.ts'

/** Running time in which a challenge waits for its grant, in milliseconds. */
export const challengeLife: number = 24 * 60 * 60 * 1000
/** Commands of one session; each leaves a line, and a flood of them would fill the log (CWE-779). */
export const sessionCommandsMax = 500

export interface SupportDeskOptions {
  readonly file: DeviceFile
  /** `<device.id>:<serial>` */
  readonly device: string
  /** Running time of the machine: no setting of a clock makes a session longer. */
  readonly uptime: Clock
  /** Whose approvals count; undefined while the vault is locked. */
  readonly custody: () => Custody | undefined
  /** Why the vault is locked; undefined while it is open. */
  readonly locked: () => LockReport | undefined
  readonly sources: SupportSources
  /** Writes to the sealed log. */
  readonly log: (event: string, detail: string) => void
  /** Opens these dormant interfaces for so many milliseconds, and shuts all others. */
  readonly interfaces: (open: readonly string[], milliseconds: number) => void
}

interface Session {
  readonly grant: SupportGrant
  readonly end: number
  last: number
  commands: number
}

export type SessionEnd = 'closed' | 'expired' | 'revoked'

/** Challenge and session live in memory only: a start of the guard or the machine ends both. */
export class SupportDesk {
  readonly #options: SupportDeskOptions
  #challenge: { readonly nonce: string; readonly at: number } | undefined
  #session: Session | undefined

  constructor(options: SupportDeskOptions) {
    this.#options = options
    // What a session of before this start had opened.
    options.interfaces([], 0)
  }

  /** Ends a session whose time is over. To be called every second. */
  tick(): void {
    if (this.#session !== undefined && this.#options.uptime.now() >= this.#session.end) this.#end('expired')
  }

  /** Answers whatever somebody put there: attacker-controlled. */
  async answer(value: unknown): Promise<SupportAnswer> {
    this.tick()
    const read = askSchema.safeParse(value)
    const answer = read.success ? await this.#judge(read.data) : refusal('SUPPORT_FORMAT', 'it is no request')
    if (!answer.ok) this.#options.log('support-refused', answer.code)
    return answer
  }

  async #judge(ask: Ask): Promise<SupportAnswer> {
    if (ask.type === 'challenge') return this.#draw()
    if (ask.type === 'locked') return this.#whyLocked()
    if (ask.type === 'open') return this.#open(ask)
    if (ask.type === 'revoke') return this.#revoke(ask)
    const session = this.#authenticated(ask)
    if ('ok' in session) return session
    if (ask.type === 'close') return this.#end('closed')
    return this.#run(session, ask)
  }

  /** The one answer without a grant, and only while nobody could give one. */
  #whyLocked(): SupportAnswer {
    const locked = this.#options.locked()
    if (locked === undefined)
      return refusal('SUPPORT_COMMAND_REFUSED', 'the vault is open: look at the device in a session')
    return { ok: true, locked }
  }

  #draw(): SupportAnswer {
    const nonce = randomBytes(16).toString('hex')
    this.#challenge = { nonce, at: this.#options.uptime.now() }
    return { ok: true, challenge: nonce, device: this.#options.device }
  }

  #open(ask: Extract<Ask, { type: 'open' }>): SupportAnswer {
    const { file, device, uptime, custody: custodyNow, log, interfaces } = this.#options
    const { grant } = ask.signed
    const custody = custodyNow()
    if (custody === undefined)
      return refusal('SUPPORT_LOCKED', 'the vault is locked: who may approve is sealed in it')
    if (this.#session !== undefined) return refusal('SUPPORT_BUSY', 'a session is open; close it first')
    if (grant.device !== device) return refusal('SUPPORT_GRANT_FOREIGN', `it is for ${grant.device}`)
    const names = judgeApprovals(ask.signed, custody)
    if ('ok' in names) return names
    if (!this.#answersChallenge(grant))
      return refusal(
        'SUPPORT_GRANT_EXPIRED',
        'it answers no open challenge of this device; make a new request',
      )
    const wide = widerThan(grant, file)
    if (wide !== undefined) return wide
    if (!isSigned(askStatement(ask, grant.challenge), ask.signature, grant.technician.signingKey))
      return refusal(
        'SUPPORT_TECHNICIAN_FORGED',
        'whoever opens it does not hold the key of the named technician',
      )
    // Before anything opens: a challenge is good for one session, whatever fails on the way.
    this.#challenge = undefined
    const life = grant.minutes * 60_000
    const { technician, capability, purpose, commands, opens } = grant
    const what = { capability, technician: technician.name, role: technician.role, purpose, commands, opens }
    log('support-opened', JSON.stringify({ ...what, minutes: grant.minutes, approvedBy: names }))
    this.#session = { grant, end: uptime.now() + life, last: ask.number, commands: 0 }
    interfaces(opens, life)
    return { ok: true, minutes: grant.minutes, commands, opens, approvedBy: names }
  }

  #answersChallenge({ challenge }: SupportGrant): boolean {
    const drawn = this.#challenge
    const age = this.#options.uptime.now() - (drawn?.at ?? 0)
    return drawn?.nonce === challenge && age >= 0 && age <= challengeLife
  }

  /** The session of a request, if the named technician made it, for this session and for the first time. */
  #authenticated(ask: Extract<Ask, { type: 'run' | 'close' }>): Session | SupportRefusal {
    const session = this.#session
    if (session?.grant.challenge !== ask.session)
      return refusal('SUPPORT_NO_SESSION', 'no such session is open')
    const { technician, challenge } = session.grant
    if (!isSigned(askStatement(ask, challenge), ask.signature, technician.signingKey))
      return refusal('SUPPORT_TECHNICIAN_FORGED', `it is not signed by ${technician.name}`)
    if (ask.number <= session.last)
      return refusal('SUPPORT_REPLAYED', 'it was made before, or a later one was')
    session.last = ask.number
    return session
  }

  async #run(session: Session, { command }: Extract<Ask, { type: 'run' }>): Promise<SupportAnswer> {
    const { log, sources } = this.#options
    const { grant } = session
    if (!grant.commands.includes(command))
      return refusal(
        'SUPPORT_COMMAND_REFUSED',
        `the grant allows ${grant.commands.join(', ') || 'no command'}, not ${command}`,
      )
    if (++session.commands > sessionCommandsMax)
      return refusal('SUPPORT_COMMAND_REFUSED', `the session had its ${sessionCommandsMax} commands`)
    log('support-command', `${grant.technician.name}: ${command}`)
    const answer = await report(command, sources)
    if (answer === undefined)
      return refusal('SUPPORT_COMMAND_REFUSED', 'its answer had other fields than are listed for it')
    log('support-answer', `${command}: ${JSON.stringify(answer)}`)
    return { ok: true, command, answer }
  }

  #revoke({ session, approval }: Extract<Ask, { type: 'revoke' }>): SupportAnswer {
    const custody = this.#options.custody()
    if (custody === undefined)
      return refusal('SUPPORT_LOCKED', 'the vault is locked: who may revoke is sealed in it')
    const bytes = statement('support-revocation', { challenge: session })
    const names = approversOf(bytes, [approval], { ...custody, approvals: 1 }, 'revocation')
    if (typeof names === 'string') return refusal('SUPPORT_GRANT_UNAPPROVED', names)
    if (this.#challenge?.nonce === session) this.#challenge = undefined
    else if (this.#session?.grant.challenge !== session)
      return refusal('SUPPORT_NO_SESSION', 'no such session is open')
    return this.#end('revoked', names.join(', '))
  }

  #end(how: SessionEnd, by = ''): SupportAnswer {
    const { log, interfaces } = this.#options
    const name = this.#session?.grant.technician.name ?? 'not opened'
    this.#session = undefined
    interfaces([], 0)
    log('support-ended', `${how}${by === '' ? '' : ` by ${by}`}: ${name}`)
    return { ok: true, ended: how }
  }
}
