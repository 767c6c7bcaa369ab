/**
 * The envelope of `pca-pump.ts` said a second time, as plainly as can be: a list of all that ever happened, looked through from the
 * start for every question. Shares no code with the checker. Numbers are tenths of a millilitre, times milliseconds.
 */

export interface Asked {
  readonly command: string
  readonly role: string
  readonly confirmed: boolean
  readonly subject: string | undefined
  readonly reason: string | undefined
  /** Tenths, or something that is no number. */
  readonly value: number | 'text' | 'missing' | 'surplus' | 'unit'
}

interface Happened {
  readonly at: number
  readonly what: 'accepted' | 'gate-stop'
  readonly asked: Asked
}

const minute = 60_000
const nobody: Asked = {
  command: 'stop',
  role: '',
  confirmed: false,
  subject: undefined,
  reason: undefined,
  value: 0,
}

export class Oracle {
  readonly #past: Happened[] = []
  #mode: 'stopped' | 'running' = 'stopped'
  #now = 0
  /** A refusal changes nothing, so only what happened holds the clock. */
  #latest = 0

  /** Time passes; the gate looks and stops a delivery. Returns whether it did. */
  look(now: number): boolean {
    this.#now = Math.max(this.#latest, now)
    const bound = this.#binding()
    if (this.#mode === 'stopped') return false
    const expired = bound !== undefined && this.#now >= bound.at + minute
    if (!expired && this.given(this.#now) + this.#rateAt(this.#now) * 1000 <= 50 * minute) return false
    this.#past.push({ at: this.#now, what: 'gate-stop', asked: nobody })
    this.#latest = this.#now
    this.#mode = 'stopped'
    return true
  }

  /** The first reason against it; undefined if it is accepted. */
  ask(asked: Asked, now: number): string | undefined {
    this.#now = Math.max(this.#latest, now)
    const reason = this.#reason(asked)
    if (reason !== undefined) return reason
    this.#past.push({ at: this.#now, what: 'accepted', asked })
    this.#latest = this.#now
    if (asked.command === 'start') this.#mode = 'running'
    if (asked.command === 'stop') this.#mode = 'stopped'
    return undefined
  }

  get mode(): string {
    return this.#mode
  }

  /** Tenths of a millilitre times a minute, within the 30 s that end at `end`. */
  given(end: number): number {
    let total = 0
    let rate = 0
    let running = false
    for (const [index, { at, what, asked }] of this.#past.entries()) {
      if (what === 'gate-stop' || asked.command === 'stop') running = false
      else if (asked.command === 'start') running = true
      else if (asked.command === 'set-rate') rate = Number(asked.value)
      else if (asked.command === 'bolus' && at > end - 30_000 && at <= end)
        total += Number(asked.value) * minute
      const until = Math.min(this.#past[index + 1]?.at ?? end, end)
      if (running) total += Math.max(0, until - Math.max(at, end - 30_000)) * rate
    }
    return total
  }

  #reason(asked: Asked): string | undefined {
    const { command, role } = asked
    const roles: Readonly<Record<string, string>> = {
      ...{ 'set-rate': 'nurse physician', bolus: 'nurse patient', start: 'nurse' },
      ...{ stop: 'nurse patient physician', bind: 'nurse', release: 'nurse' },
    }
    const allowed = roles[command]
    if (allowed === undefined) return 'COMMAND_UNKNOWN'
    if (!allowed.split(' ').includes(role)) return 'ROLE'
    if (command === 'bolus' && this.#mode !== 'running') return 'STATE'
    if (['start', 'bind', 'release'].includes(command) && this.#mode !== 'stopped') return 'STATE'
    if (!['bolus', 'stop'].includes(command) && !asked.confirmed) return 'CONFIRMATION'
    return this.#reasonOfSubject(asked) ?? this.#reasonOfValue(asked) ?? this.#reasonOfPast(asked)
  }

  #reasonOfSubject({ command, subject }: Asked): string | undefined {
    const bound = this.#binding()
    const holds = bound !== undefined && this.#now < bound.at + minute
    if (command === 'bind' && (subject === undefined || (holds && bound.asked.subject !== subject)))
      return 'SUBJECT'
    if ((command === 'bolus' || command === 'start') && !(holds && bound.asked.subject === subject))
      return 'SUBJECT'
    return undefined
  }

  #reasonOfValue({ command, role, reason, value }: Asked): string | undefined {
    const takes = command === 'set-rate' || command === 'bolus'
    if (value === 'surplus') return 'PARAMETER_UNKNOWN'
    if (!takes) return undefined
    if (value === 'missing') return 'PARAMETER_MISSING'
    if (value === 'unit') return 'UNIT'
    if (value === 'text' || !Number.isInteger(value)) return 'RANGE'
    if (value < 1 || value > (command === 'bolus' ? 20 : 200)) return 'RANGE'
    const excused = role === 'physician' && reason === 'palliative-care'
    return command === 'set-rate' && value > 120 && !excused ? 'SOFT_LIMIT' : undefined
  }

  #reasonOfPast(asked: Asked): string | undefined {
    const { command, value } = asked
    const same = this.#past.filter((each) => each.what === 'accepted' && each.asked.command === command)
    const wait = command === 'set-rate' ? 500 : command === 'bolus' ? 2000 : 0
    if (same.some(({ at }) => this.#now - at < wait)) return 'INTERVAL'
    if (command === 'bolus' && same.filter(({ at }) => this.#now - at < 20_000).length >= 2) return 'RATE'
    if (command === 'set-rate') {
      const wanted = Number(value)
      const recent = same.filter(
        (_, index) => (same[index + 1]?.at ?? Number.POSITIVE_INFINITY) >= this.#now - minute,
      )
      const away = recent.map((each) => Math.abs(Number(each.asked.value) - wanted))
      if ((away.at(-1) ?? 0) > 60) return 'STEP'
      if (away.some((distance) => distance > 90)) return 'RAMP'
    }
    return this.#wouldPass(asked) ? 'CUMULATIVE' : undefined
  }

  #wouldPass({ command, value }: Asked): boolean {
    const runs = command === 'start' || (this.#mode === 'running' && command !== 'stop')
    if (!runs) return false
    const rate = command === 'set-rate' ? Number(value) : this.#rateAt(this.#now)
    const amount = command === 'bolus' ? Number(value) * minute : 0
    return this.given(this.#now) + amount + rate * 1000 > 50 * minute
  }

  #rateAt(now: number): number {
    const set = this.#past.findLast(({ at, asked }) => asked.command === 'set-rate' && at <= now)
    return set === undefined ? 0 : Number(set.asked.value)
  }

  #binding(): Happened | undefined {
    const last = this.#past.findLast(({ asked }) => asked.command === 'bind' || asked.command === 'release')
    return last?.asked.command === 'bind' ? last : undefined
  }
}
