/** Decisions of operators about what is open: a register in the store, in the form of `docs/specs/soup-decisions.md`. */
import { fromUtf8, utf8 } from '@pericard/base'
import {
  type Decision,
  type DecisionRequest,
  emptyRegister,
  factsOf,
  makeDecision,
  readRegister,
  registerLines,
} from '@pericard/soup'
import { audit } from '../audit.ts'
import { type Context, readJson } from '../context.ts'
import { FleetError } from '../error.ts'
import type { Transaction } from '../ports/store.ts'
import { classFile } from './class-files.ts'
import { releaseName } from './judging.ts'
import { type Release, withWatch } from './keeping.ts'

const table = 'soup-decisions'
const headKey = ' head'
/** Digits of a line's number in its key: rows are in order of their text. */
const digits = 12
/** Lines of a fleet's register. */
const linesMax = 1_000_000

interface Head {
  readonly lines: number
  readonly head: string
}

/** What is decided in a release. `by` is not part of it: that is who is signed in. */
export interface FleetDecision extends Omit<DecisionRequest, 'by'> {
  readonly release: string
  readonly vulnerability: string
  /** Its purl, or its name where it has none. */
  readonly component: string
}

/**
 * Keeps a decision for all releases in which it holds, audited in the same step.
 *
 * @throws {FleetError} `FLEET_NOT_FOUND` where nothing of that name is open there, `FLEET_REQUEST_INVALID`
 */
export function decide(context: Context, by: string, asked: FleetDecision): Promise<readonly Decision[]> {
  const now = context.clock.now()
  return withWatch(context, async (transaction, watch) => {
    const { release: id, vulnerability, component: named, ...said } = asked
    const row = await transaction.get('soup-releases', id)
    if (row === undefined) throw new FleetError('FLEET_NOT_FOUND', 'There is no such release')
    const release = readJson<Release>(row)
    const file =
      release.file === undefined ? undefined : (await classFile(watch, transaction, release.file, now))?.file
    const made: Decision[] = []
    for (const { component, matches } of watch.ofRelease(id)) {
      if ((component.purl ?? component.name) !== named) continue
      const match = matches.find(
        (each) => each.vulnerability === vulnerability || each.aliases.includes(vulnerability),
      )
      if (match === undefined) continue
      const facts = file === undefined ? {} : factsOf(file, component)
      const about = { component, match, facts, device: release.model, release: releaseName(release) }
      const decided = makeDecision({ ...said, by }, about, now)
      if (!decided.ok)
        throw new FleetError('FLEET_REQUEST_INVALID', `${decided.fault.field}: ${decided.fault.message}`)
      made.push(decided.decision)
    }
    if (made.length === 0)
      throw new FleetError('FLEET_NOT_FOUND', `${vulnerability} is not open in ${named} of that release`)
    await add(transaction, made)
    const about = `${vulnerability} of ${named}: ${said.status}`
    await audit(transaction, { at: now, who: by, what: 'soup-decision', about })
    return made
  })
}

async function add(transaction: Transaction, decisions: readonly Decision[]): Promise<void> {
  const { lines, head: before } = await headOf(transaction)
  if (lines + decisions.length > linesMax)
    throw new FleetError(
      'FLEET_STORE_FULL',
      `The register of decisions has ${lines} lines, at most ${linesMax}`,
    )
  const { text, head } = registerLines(decisions, before)
  for (const [index, line] of text.trimEnd().split('\n').entries())
    await transaction.put(table, String(lines + index + 1).padStart(digits, '0'), utf8(line))
  await transaction.put(table, headKey, utf8(JSON.stringify({ lines: lines + decisions.length, head })))
}

/** How far the register goes; it changes with every line. */
export async function headOf(transaction: Transaction): Promise<Head> {
  const row = await transaction.get(table, headKey)
  return row === undefined ? { lines: 0, head: emptyRegister } : readJson<Head>(row)
}

/** The register as a file: `pericard soup scan --decisions` takes it. */
export async function registerText(transaction: Transaction): Promise<string> {
  const rows = await transaction.list(table, '')
  return rows.flatMap(({ key, value }) => (key === headKey ? [] : [`${fromUtf8(value) ?? ''}\n`])).join('')
}

/** All decisions. @throws {FleetError} `FLEET_STORE_BROKEN` where a line was changed, moved or lost */
export async function decisionsIn(transaction: Transaction): Promise<readonly Decision[]> {
  const { head } = await headOf(transaction)
  const read = readRegister(utf8(await registerText(transaction)))
  if (read.ok && read.head === head) return read.decisions
  const where = read.ok ? 'its end is missing' : `${read.issues[0]?.path}: ${read.issues[0]?.message}`
  throw new FleetError('FLEET_STORE_BROKEN', `The register of decisions cannot be believed: ${where}`)
}
