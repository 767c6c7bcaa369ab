/** The device's side: takes releases, writes them into the slot not in use, tries them, and keeps them or goes back. */
import { canonicalJson, fromUtf8, utf8 } from '@pericard/base'
import { otherSlot, trialStarts } from './boot.ts'
import { UpdateError } from './errors.ts'
import { documentBytesMax } from './documents.ts'
import { readBack, writeImage } from './install.ts'
import { type Journal, JournalFile } from './journal.ts'
import { refreshMetadata, type Seen, timestampKeys } from './metadata.ts'
import type { Slots } from './ports/slots.ts'
import type { UpdateSource } from './ports/source.ts'
import { openRelease, type Release } from './release.ts'
import { AnchoredState, type UpdateState } from './state.ts'
import type { ApplyOutcome, BootOutcome, Freshness, Offer, UpdaterOptions } from './updater-types.ts'
import { nextTrust, parseTrust, type Trust } from './trust.ts'
import { WayGate } from './ways.ts'

/** Trust documents that are followed in one go. */
const trustStepsMax = 256

export class Updater {
  readonly #options: UpdaterOptions
  readonly #state: AnchoredState
  readonly #journal: JournalFile
  readonly #ways: WayGate

  private constructor(options: UpdaterOptions, state: AnchoredState) {
    this.#options = options
    this.#state = state
    this.#journal = new JournalFile(options.store, options.key)
    this.#ways = new WayGate(options)
  }

  /** @throws {UpdateError} `UPDATE_STATE_MISSING`, `UPDATE_STATE_FORGED`, `UPDATE_STATE_ROLLED_BACK` */
  static async open(options: UpdaterOptions): Promise<Updater> {
    const state = await AnchoredState.open(options.store, options.counter, options.key)
    return new Updater(options, state)
  }

  get state(): UpdateState {
    return this.#state.value
  }

  /** Where an update stands. A cut between boot control and journal leaves `written` for what is on trial already. */
  async journal(): Promise<Journal> {
    const journal = await this.#journal.read()
    if (journal.phase !== 'written') return journal
    const slots = this.#slotsOf(journal.release.component)
    const onTrial =
      (await slots.boot()).trial?.slot === journal.slot || (await slots.booted()) === journal.slot
    return onTrial ? { ...journal, phase: 'trying' } : journal
  }

  /** Draws a challenge for a grant and forgets the one before. */
  challenge(): Promise<string> {
    return this.#ways.challenge()
  }

  /**
   * Asks a source for a component's newest release and verifies everything about it but the image.
   *
   * @returns the release, or `undefined` where the installed one is the newest
   * @throws {UpdateError}
   */
  async check(
    component: string,
    source: UpdateSource,
  ): Promise<Offer | { readonly release: undefined; readonly freshness: Freshness }> {
    const trust = await this.#refreshTrust(source)
    const { seen, release: files, image } = await this.#refreshMetadata(component, source)
    const release = openRelease(files, trust, component)
    if (release.image.sha256 !== image.sha256 || release.image.bytes !== image.bytes)
      throw new UpdateError(
        'UPDATE_METADATA_FORGED',
        `The metadata names another image than the release ${release.number} of ${component}`,
      )
    await this.#state.change(seen)
    const freshness = {
      proven: this.#options.clock !== undefined,
      signedAt: new Date(seen.signedAt).toISOString(),
    }
    const installed = this.state.installed[component] ?? 0
    if (release.number === installed) return { release: undefined, freshness }
    await this.#checkTakes(release, installed)
    return { release, imagePath: image.path, freshness }
  }

  /**
   * Brings a component to its newest release, as far as the critical function lets it. Called again after a cut of power or a
   * wait, it goes on where it stopped.
   *
   * @throws {UpdateError}
   */
  async apply(component: string, source: UpdateSource, grant?: Uint8Array): Promise<ApplyOutcome> {
    const slots = this.#slotsOf(component)
    const journal = await this.journal()
    if (journal.phase === 'trying')
      throw new UpdateError(
        'UPDATE_BUSY',
        `Release ${journal.release.number} of ${journal.release.component} is on trial: restart, then "pericard update confirm"`,
      )
    const offer = await this.check(component, source)
    if (offer.release === undefined)
      return {
        outcome: 'up-to-date',
        number: this.state.installed[component] ?? 0,
        freshness: offer.freshness,
      }
    const { release } = offer
    await this.#ways.check(release, source, this.#trust(), grant)
    if (!(await this.#options.hooks.mayInstall('write', release)))
      return { outcome: 'waiting', before: 'write', number: release.number }
    const slot = otherSlot(await slots.booted())
    await this.#write(slots, { release, slot }, journal, (from) => source.stream(offer.imagePath, from))
    return this.#switchTo(slots, { release, slot })
  }

  /** After each start: keeps what is on trial if the device works with it, and records a return. @throws {UpdateError} */
  async afterBoot(): Promise<BootOutcome> {
    const journal = await this.journal()
    if (journal.phase !== 'trying') return { outcome: 'nothing' }
    const { release, slot } = journal
    const { component, number } = release
    const slots = this.#slotsOf(component)
    if ((await slots.booted()) !== slot) return this.#returned(slots, journal)
    const boot = await slots.boot()
    const kept = boot.active === slot && boot.trial === undefined
    if (!kept) {
      const sound = await this.#isSound(slots, journal)
      if (!sound || !(await this.#options.hooks.healthy(component))) {
        const startsLeft = boot.trial?.startsLeft ?? 0
        return { outcome: 'unhealthy', component, startsLeft }
      }
      // The loader first: a floor above what is started would refuse the release for ever.
      await slots.setBoot({ v: 1, active: slot })
    }
    const installed = Math.max(number, this.state.installed[component] ?? 0)
    await this.#state.change({ installed: { ...this.state.installed, [component]: installed } })
    await this.#journal.write({ phase: 'idle' })
    return { outcome: 'kept', component, number }
  }

  #slotsOf(component: string): Slots {
    const { components } = this.#options
    const found = Object.hasOwn(components, component) ? components[component] : undefined
    if (found !== undefined) return found.slots
    throw new UpdateError(
      'UPDATE_COMPONENT_UNKNOWN',
      `This device updates no component "${component}"; it updates ${Object.keys(components).join(', ')}`,
    )
  }

  /** The state's own MAC vouches for it; only the shape is read again. */
  #trust(): Trust {
    return parseTrust(utf8(this.state.trust)).signed
  }

  async #refreshTrust(source: UpdateSource): Promise<Trust> {
    let trust = this.#trust()
    for (let step = 0; step < trustStepsMax; step++) {
      const bytes = await source.file(`trust/${trust.version + 1}.trust.json`, documentBytesMax)
      if (bytes === undefined) return trust
      trust = nextTrust(trust, bytes)
      await this.#state.change({ trust: fromUtf8(bytes) ?? '' })
    }
    return trust
  }

  async #refreshMetadata(component: string, source: UpdateSource): ReturnType<typeof refreshMetadata> {
    const { clock, folder } = this.#options
    const refresh = (): ReturnType<typeof refreshMetadata> => {
      const { root, marks, signedAt } = this.state
      const seen: Seen = { root, marks, signedAt }
      const options = { source, seen, component, folder, ...(clock === undefined ? {} : { clock }) }
      return refreshMetadata(options, (newRoot) => this.#followRoot(newRoot))
    }
    const { signedAt } = this.state
    try {
      return await refresh()
    } catch (error) {
      // The time that was held against it came from a key that the new root withdrew.
      if (this.state.signedAt < signedAt) return refresh()
      throw error
    }
  }

  /** Takes a root that tuf-js followed to. Times signed by a timestamp key that it withdraws count no more. */
  async #followRoot(root: string): Promise<void> {
    const same = timestampKeys(root) === timestampKeys(this.state.root)
    await this.#state.change({ root, ...(same ? {} : { signedAt: 0 }) })
  }

  async #checkTakes(release: Release, installed: number): Promise<void> {
    const { component, number, data } = release
    if (number < installed)
      throw new UpdateError(
        'UPDATE_RELEASE_OLD',
        `Release ${number} of ${component} is older than the installed ${installed}`,
      )
    if (this.state.failed[component] === number)
      throw new UpdateError(
        'UPDATE_RELEASE_FAILED_BEFORE',
        `Release ${number} of ${component} was tried here and the device did not work with it; publish a newer one`,
      )
    const format = await this.#options.hooks.dataFormat(component)
    if (format < data.readsFrom || format > data.writes)
      throw new UpdateError(
        'UPDATE_DATA_UNREADABLE',
        `Release ${number} of ${component} cannot read this device's data: it has format ${format}, the release reads ${data.readsFrom} to ${data.writes}; install a release between first`,
      )
  }

  async #write(
    slots: Slots,
    work: { release: Release; slot: 'a' | 'b' },
    journal: Journal,
    stream: (from: number) => AsyncIterable<Uint8Array>,
  ): Promise<void> {
    const same =
      journal.phase !== 'idle' &&
      journal.slot === work.slot &&
      canonicalJson(journal.release) === canonicalJson(work.release)
    if (same && journal.phase === 'written') return
    const done = same && journal.phase === 'writing' ? journal.done : 0
    // Before the first byte: whatever the loader would start next, from now on it is the slot that runs.
    await slots.setBoot({ v: 1, active: otherSlot(work.slot) })
    const onDone = (chunks: number): Promise<void> =>
      this.#journal.write({ ...work, phase: 'writing', done: chunks })
    if (done === 0) await onDone(0)
    const slot = await slots.openForWriting(work.slot)
    try {
      await writeImage({ image: work.release.image, stream, slot, done, onDone })
    } finally {
      await slot.close()
    }
    await this.#journal.write({ ...work, phase: 'written' })
  }

  async #switchTo(slots: Slots, work: { release: Release; slot: 'a' | 'b' }): Promise<ApplyOutcome> {
    const { release, slot } = work
    if (!(await this.#options.hooks.mayInstall('switch', release)))
      return { outcome: 'waiting', before: 'switch', number: release.number }
    if (!(await this.#isSound(slots, work))) {
      await this.#journal.write({ phase: 'idle' })
      throw new UpdateError(
        'UPDATE_SLOT_DIFFERS',
        `Slot ${slot} does not hold release ${release.number} as it was written; the medium may be failing. It will be written anew`,
      )
    }
    await slots.setBoot({ v: 1, active: otherSlot(slot), trial: { slot, startsLeft: trialStarts } })
    await this.#journal.write({ ...work, phase: 'trying' })
    await this.#ways.used()
    return { outcome: 'restart', slot, number: release.number }
  }

  async #isSound(slots: Slots, { release, slot }: { release: Release; slot: 'a' | 'b' }): Promise<boolean> {
    const file = await slots.openForReading(slot)
    try {
      await readBack(release.image, file)
      return true
    } catch (error) {
      if (error instanceof UpdateError && error.code === 'UPDATE_SLOT_DIFFERS') return false
      throw error
    } finally {
      await file.close()
    }
  }

  /** The loader used up the starts, or went back for reasons of its own. The release is not tried again. */
  async #returned(
    slots: Slots,
    { release, slot }: Extract<Journal, { phase: 'trying' }>,
  ): Promise<BootOutcome> {
    const { component, number } = release
    const { trial } = await slots.boot()
    const waitsForRestart = trial?.slot === slot && trial.startsLeft > 0
    if (waitsForRestart) return { outcome: 'nothing' }
    await this.#state.change({ failed: { ...this.state.failed, [component]: number } })
    await slots.setBoot({ v: 1, active: otherSlot(slot) })
    await this.#journal.write({ phase: 'idle' })
    return { outcome: 'returned', component, number }
  }
}
