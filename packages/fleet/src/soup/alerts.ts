/** Alerts of the watch: each change of a state once, judged by what it does to devices of the class. */
import { fromUtf8, utf8 } from '@pericard/base'
import { type AlertDraft, type DepthRow, type SoupFinding, type SoupWatch, stateKey } from '@pericard/soup'
import { readJson } from '../context.ts'
import type { Transaction } from '../ports/store.ts'
import { classFile, type ClassFile } from './class-files.ts'
import { judgeOne, worstFirst } from './judging.ts'
import type { Release } from './keeping.ts'

/** A change of state of a release, said once. */
export interface SoupAlert {
  readonly sequence: number
  readonly at: number
  readonly release: string
  readonly model: string
  readonly version: string
  readonly vulnerability: string
  readonly change: AlertDraft['change']
  readonly because: AlertDraft['because']
  /** Keys of the components that are affected now. */
  readonly components: readonly string[]
  /** Devices of the release at the time. */
  readonly devices: number
  /** Goals whose depth falls on devices of this class, lowest first; empty for a retraction. */
  readonly lowers: readonly DepthRow[]
  /** What it does, in words: the worst fall, or why nothing falls. Empty for a retraction. */
  readonly means: string
}

const releasesTable = 'soup-releases'
const statesTable = 'soup-states'
const alertsTable = 'soup-alerts'
/** Digits of a sequence in a key: rows are in order of their text. */
const sequenceDigits = 15

/** Keeps changes of states and says each once, in the step that makes them. */
export async function keepDrafts(
  transaction: Transaction,
  watch: SoupWatch,
  drafts: readonly AlertDraft[],
  at: number,
): Promise<SoupAlert[]> {
  if (drafts.length === 0) return []
  let sequence = Number(textOf((await transaction.get(statesTable, ' sequence')) ?? utf8('0')))
  const alerts: SoupAlert[] = []
  for (const { draft, release: known, judged } of await judgedDrafts(transaction, watch, drafts, at)) {
    const { release, vulnerability, components, change, because } = draft
    const state = stateKey({ release, vulnerability })
    if (change === 'retracted') await transaction.delete(statesTable, state)
    else await transaction.put(statesTable, state, utf8(JSON.stringify(components)))
    const { model, version, devices } = known ?? { model: '', version: '', devices: 0 }
    sequence++
    const alert: SoupAlert = {
      ...{ sequence, at, release, model, version, vulnerability, change, because, components, devices },
      ...{ lowers: judged?.lowers ?? [], means: judged?.because ?? '' },
    }
    await transaction.put(alertsTable, keyOf(sequence), utf8(JSON.stringify(alert)))
    alerts.push(alert)
  }
  await transaction.put(statesTable, ' sequence', utf8(String(sequence)))
  return alerts
}

interface JudgedDraft {
  readonly draft: AlertDraft
  readonly release: Release | undefined
  readonly judged: SoupFinding | undefined
}

/** What happens in one step is said worst first. */
async function judgedDrafts(
  transaction: Transaction,
  watch: SoupWatch,
  drafts: readonly AlertDraft[],
  at: number,
): Promise<JudgedDraft[]> {
  const known = new Map<string, { release: Release | undefined; file: ClassFile | undefined }>()
  for (const { release } of drafts) {
    if (known.has(release)) continue
    const row = await transaction.get(releasesTable, release)
    const read = row === undefined ? undefined : readJson<Release>(row)
    const file = read?.file === undefined ? undefined : await classFile(watch, transaction, read.file, at)
    known.set(release, { release: read, file })
  }
  const judging = judgingOnce(watch)
  return drafts
    .map((draft): JudgedDraft => {
      const { release, file } = known.get(draft.release) ?? {}
      return { draft, release, judged: judging(draft, file) }
    })
    .sort((a, b) => worstFirst(a.judged, b.judged) || (stateKey(a.draft) < stateKey(b.draft) ? -1 : 1))
}

/** Judges what releases of one class have in the same components once for all of them: an advisory touches hundreds. */
function judgingOnce(
  watch: SoupWatch,
): (draft: AlertDraft, file: ClassFile | undefined) => SoupFinding | undefined {
  const judged = new Map<ClassFile | undefined, Map<string, SoupFinding | undefined>>()
  return ({ vulnerability, components }, file) => {
    const ofClass = judged.get(file) ?? new Map<string, SoupFinding | undefined>()
    judged.set(file, ofClass)
    const key = [vulnerability, ...components].join('\n')
    if (ofClass.has(key)) return ofClass.get(key)
    const results = components.flatMap((id) => watch.component(id) ?? [])
    const finding = judgeOne(results, vulnerability, file)
    ofClass.set(key, finding)
    return finding
  }
}

/** States as they are kept: what a rebuild has to give, byte for byte. */
export async function keptStates(transaction: Transaction): Promise<string> {
  const rows = (await transaction.list(statesTable, '')).filter(({ key }) => key !== ' sequence')
  return rows.map(({ key, value }) => `${key} ${textOf(value)}\n`).join('')
}

/** Alerts after a sequence, oldest first. Who keeps the last one it has handled sees each once. */
export async function alertsAfter(
  transaction: Transaction,
  after: number,
  most: number,
): Promise<readonly SoupAlert[]> {
  const found: SoupAlert[] = []
  for (let sequence = after + 1; found.length < most; sequence++) {
    const value = await transaction.get(alertsTable, keyOf(sequence))
    if (value === undefined) break
    found.push(readJson<SoupAlert>(value))
  }
  return found
}

function keyOf(sequence: number): string {
  return String(sequence).padStart(sequenceDigits, '0')
}

function textOf(bytes: Uint8Array): string {
  return fromUtf8(bytes) ?? ''
}
