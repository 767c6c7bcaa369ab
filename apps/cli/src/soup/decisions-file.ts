import type { KeyObject } from 'node:crypto'
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { utf8 } from '@pericard/base'
import {
  believe,
  type Decider,
  type Decision,
  emptyRegister,
  type NotBelieved,
  readDeciders,
  readRegister,
  type RegisterEntry,
  registerLines,
} from '@pericard/soup'
import { replaceFile } from '@pericard/soup/adapters/durable'
import { locked } from '@pericard/soup/adapters/lock'

/** How long another process that adds to the register is waited for, in milliseconds. */
const waitMost = 30_000
const lineFeed = 10

export type ReadDecisions =
  | {
      readonly ok: true
      readonly decisions: readonly Decision[]
      readonly entries: readonly RegisterEntry[]
      readonly head: string
    }
  | { readonly ok: false; readonly lines: readonly string[] }

/** The register at a path; an empty one where there is no path, or nothing there and `mayBeMissing`. */
export function readDecisions(path: string | undefined, mayBeMissing = false): ReadDecisions {
  if (path === undefined || (mayBeMissing && !existsSync(path)))
    return { ok: true, decisions: [], entries: [], head: emptyRegister }
  const read = readRegister(readFileSync(path))
  if (read.ok) return read
  return { ok: false, lines: read.issues.map((issue) => `${path}: ${issue.path}: ${issue.message}`) }
}

export type AddDecisions =
  | { readonly ok: true; readonly head: string }
  | { readonly ok: false; readonly lines: readonly string[] }

/**
 * Adds lines, all or none, durable when it returns. Of two processes at once one waits for the other. A reader, and whoever comes
 * after a cut of power, sees the register before or after, never a part of a line.
 */
export function addDecisions(path: string, decisions: readonly Decision[], key?: KeyObject): AddDecisions {
  const real = existsSync(path) ? realpathSync(path) : path
  const added = locked(
    `${real}.lock`,
    (): AddDecisions => {
      const known = readDecisions(real, true)
      if (!known.ok) return known
      const before = existsSync(real) ? readFileSync(real) : utf8('')
      const between = before.length === 0 || before.at(-1) === lineFeed ? '' : '\n'
      const { text, head } = registerLines(decisions, known.head, key)
      replaceFile(real, Buffer.concat([before, utf8(between + text)]))
      return { ok: true, head }
    },
    { most: waitMost, onWait: () => console.error(`pericard: waiting for who else adds to ${path} …`) },
  )
  if (added.got) return added.value
  const seconds = waitMost / 1000
  return {
    ok: false,
    lines: [`pericard: ${path}: another process holds ${real}.lock for more than ${seconds} s`],
  }
}

/** What is known of who wrote a register. */
export interface RegisterTrust {
  readonly lines: number
  readonly signed: number
  /** Signatures were held against a list of deciders. */
  readonly checked: boolean
  readonly notBelieved: readonly NotBelieved[]
}

export type BelievedDecisions =
  | { readonly ok: true; readonly decisions: readonly Decision[]; readonly trust?: RegisterTrust }
  | { readonly ok: false; readonly lines: readonly string[] }

/** The decisions of a register that count: all, or those that a decider of the list signed. */
export function believedDecisions(path: string | undefined, decidersPath?: string): BelievedDecisions {
  if (path === undefined)
    return decidersPath === undefined
      ? { ok: true, decisions: [] }
      : { ok: false, lines: ['pericard: --deciders: says whose decisions count; --decisions was wanted too'] }
  const known = readDecisions(path)
  return known.ok ? believedOf(known, decidersPath) : known
}

/** The same of a register that was read. */
export function believedOf(
  { entries, decisions }: Pick<Extract<ReadDecisions, { ok: true }>, 'entries' | 'decisions'>,
  decidersPath: string | undefined,
): BelievedDecisions {
  const signed = entries.filter(({ signature }) => signature !== undefined).length
  const trust = { lines: entries.length, signed, checked: false, notBelieved: [] }
  if (decidersPath === undefined) return { ok: true, decisions, trust }
  const deciders = decidersIn(decidersPath)
  if (!deciders.ok) return deciders
  const { notBelieved, ...believed } = believe(entries, deciders.deciders)
  return { ok: true, ...believed, trust: { ...trust, checked: true, notBelieved } }
}

/** Reads who may decide. */
export function decidersIn(
  path: string,
): { readonly ok: true; readonly deciders: readonly Decider[] } | { readonly ok: false; lines: string[] } {
  const read = readDeciders(readFileSync(path))
  if (read.ok) return read
  return { ok: false, lines: read.issues.map((issue) => `${path}#${issue.path}: ${issue.message}`) }
}
