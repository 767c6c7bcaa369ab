/** The fleet's SOUP watch in its store: every change of what is known, of states and of alerts is one step. */
import { canonicalJson, fromUtf8, utf8 } from '@pericard/base'
import {
  type Advisory,
  type AdvisoryChange,
  advisoryKey,
  decodeAdvisory,
  encodeAdvisory,
  readSbom,
  type SbomComponent,
  SoupWatch,
  stateKey,
} from '@pericard/soup'
import { type Context, readJson } from '../context.ts'
import { sha256 } from '../keys.ts'
import type { Transaction } from '../ports/store.ts'
import { keepDrafts, type SoupAlert } from './alerts.ts'
import { classFile, type ClassFileText, putClassFile } from './class-files.ts'

export { alertsAfter } from './alerts.ts'
export { type ClassFileText, classFileText } from './class-files.ts'

/** One kind of device with one set of software: what all devices of it share. */
export interface Release {
  readonly id: string
  readonly model: string
  readonly name: string
  readonly maker: string
  readonly version: string
  /** SHA-256 of each SBOM, sorted. */
  readonly sboms: readonly string[]
  /** SHA-256 of the device file with what it includes: what its findings are judged by. */
  readonly file?: string
  readonly devices: number
}

const advisoriesTable = 'soup-advisories'
const releasesTable = 'soup-releases'
const sbomsTable = 'soup-sboms'
const membersTable = 'soup-members'

const kept = new WeakMap<Context['store'], SoupWatch>()

/** Does something with the watch, in one step with the store. Where the step fails the watch is read anew if it was changed. */
export async function withWatch<T>(
  { store }: Pick<Context, 'store'>,
  work: (transaction: Transaction, watch: SoupWatch) => Promise<T>,
): Promise<T> {
  let ahead: SoupWatch | undefined
  let before = 0
  try {
    return await store.transact(async (transaction) => {
      const watch = kept.get(store) ?? (await loaded(transaction))
      kept.set(store, watch)
      ahead = watch
      before = watch.revision
      return work(transaction, watch)
    })
  } catch (error) {
    if (ahead !== undefined && ahead.revision !== before && kept.get(store) === ahead) kept.delete(store)
    throw error
  }
}

/** Rebuilds the watch from what is known: advisories and releases. */
export async function loaded(transaction: Transaction): Promise<SoupWatch> {
  const watch = new SoupWatch()
  const rows = await transaction.list(advisoriesTable, '')
  watch.advise(rows.map(({ value }) => ({ kind: 'put', advisory: decodeAdvisory(textOf(value)) })))
  for (const { value } of await transaction.list(releasesTable, '')) {
    const release = readJson<Release>(value)
    watch.putRelease(release.id, await componentsOf(transaction, release))
  }
  return watch
}

/** The parts of a release, and the device itself: its maker's advisories name it as a product (CSAF product tree). */
async function componentsOf(
  transaction: Transaction,
  { name, maker, version, sboms }: Release,
): Promise<SbomComponent[]> {
  const components: SbomComponent[] = [{ name, maker, version, type: 'device', path: 'device' }]
  for (const sha of sboms) {
    const read = readSbom((await transaction.get(sbomsTable, sha)) ?? new Uint8Array())
    if (read.ok) components.push(...read.sbom.components)
  }
  return components
}

/** What a device runs, as it was registered. */
export interface Running {
  /** Id of the device in its file. */
  readonly model: string
  /** As it is sold. */
  readonly name: string
  readonly maker: string
  readonly version: string
  readonly sboms: readonly RunningSbom[]
  readonly file?: ClassFileText
}

export interface RunningSbom {
  readonly sha256: string
  readonly text: string
}

/** An SBOM with its name among all. */
export function runningSbom(text: string): RunningSbom {
  return { sha256: sha256(text), text }
}

/** Counts a device among those of its release; the first one brings the release under watch. */
export async function joinRelease(
  transaction: Transaction,
  watch: SoupWatch,
  { device, running, at }: { readonly device: string; readonly running: Running; readonly at: number },
): Promise<Release> {
  const sboms = running.sboms.map((sbom) => sbom.sha256).sort()
  const { model, name, maker, version } = running
  const file = running.file === undefined ? {} : { file: running.file.sha256 }
  const id = sha256(canonicalJson({ model, name, maker, version, sboms, ...file })).slice(0, 32)
  const known = await transaction.get(releasesTable, id)
  const before =
    known === undefined
      ? { id, model, name, maker, version, sboms, ...file, devices: 0 }
      : readJson<Release>(known)
  if ((await transaction.get(membersTable, `${id}|${device}`)) !== undefined) return before
  const release = { ...before, devices: before.devices + 1 }
  await transaction.put(membersTable, `${id}|${device}`, new Uint8Array())
  await transaction.put(releasesTable, id, utf8(JSON.stringify(release)))
  if (known !== undefined) return release
  for (const sbom of running.sboms) await transaction.put(sbomsTable, sbom.sha256, utf8(sbom.text))
  if (running.file !== undefined) {
    await putClassFile(transaction, running.file)
    // Here, where a new release is rare, and not where an advisory touches all of them.
    await classFile(watch, transaction, running.file.sha256, at)
  }
  const drafts = watch.putRelease(id, await componentsOf(transaction, release))
  await keepDrafts(transaction, watch, drafts, at)
  return release
}

/** A device is gone or runs something else; the last one takes the release out of the watch. */
export async function leaveRelease(
  transaction: Transaction,
  watch: SoupWatch,
  { device, release: id, at }: { readonly device: string; readonly release: string; readonly at: number },
): Promise<void> {
  const known = await transaction.get(releasesTable, id)
  if (known === undefined || (await transaction.get(membersTable, `${id}|${device}`)) === undefined) return
  const release = readJson<Release>(known)
  await transaction.delete(membersTable, `${id}|${device}`)
  if (release.devices > 1) {
    await transaction.put(
      releasesTable,
      id,
      utf8(JSON.stringify({ ...release, devices: release.devices - 1 })),
    )
    return
  }
  await keepDrafts(transaction, watch, watch.dropRelease(id), at)
  await transaction.delete(releasesTable, id)
}

/** Takes changes of advisories. @returns how many differed from what was known */
export async function takeChanges(
  transaction: Transaction,
  watch: SoupWatch,
  changes: readonly AdvisoryChange[],
  at: number,
): Promise<{ readonly changed: number; readonly alerts: readonly SoupAlert[] }> {
  const real: AdvisoryChange[] = []
  for (const change of newestOf(changes)) {
    const key = change.kind === 'put' ? advisoryKey(change.advisory) : change.key
    const known = watch.index.get(key)
    if (change.kind === 'gone') {
      if (known === undefined) continue
      await transaction.delete(advisoriesTable, key)
    } else {
      const text = encodeAdvisory(change.advisory)
      if (known !== undefined && encodeAdvisory(known) === text) continue
      await transaction.put(advisoriesTable, key, utf8(text))
    }
    real.push(change)
  }
  const alerts = await keepDrafts(transaction, watch, watch.advise(real), at)
  return { changed: real.length, alerts }
}

/** The changes from what is known to a whole feed: what it does not hold any more is gone. */
export function changesTo(watch: SoupWatch, feed: readonly Advisory[]): AdvisoryChange[] {
  const held = new Set(feed.map(advisoryKey))
  const gone = [...watch.index.keys()].filter((key) => !held.has(key))
  return [
    ...feed.map((advisory): AdvisoryChange => ({ kind: 'put', advisory })),
    ...gone.map((key): AdvisoryChange => ({ kind: 'gone', key })),
  ]
}

/** Of several records of one source with one id the newest counts. */
function newestOf(changes: readonly AdvisoryChange[]): AdvisoryChange[] {
  const newest = new Map<string, AdvisoryChange>()
  for (const change of changes) {
    const key = change.kind === 'put' ? advisoryKey(change.advisory) : change.key
    const known = newest.get(key)
    const older =
      known?.kind === 'put' && change.kind === 'put' && change.advisory.modified < known.advisory.modified
    if (!older) newest.set(key, change)
  }
  return [...newest.values()]
}

/** States of a watch, in the form in which they are kept. */
export function statesOf(watch: SoupWatch): string {
  return watch
    .states()
    .map((state) => `${stateKey(state)} ${JSON.stringify(state.components)}\n`)
    .join('')
}

/** Releases under watch. */
export async function releases(transaction: Transaction): Promise<readonly Release[]> {
  return (await transaction.list(releasesTable, '')).map(({ value }) => readJson<Release>(value))
}

function textOf(bytes: Uint8Array): string {
  return fromUtf8(bytes) ?? ''
}
