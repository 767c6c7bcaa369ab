/** Which ways an update may come, and what a person at the device has to do with it. */
import { deriveKey, type SecretKey } from '@pericard/vault'
import { UpdateError } from './errors.ts'
import { type Challenge, drawChallenge, openGrant, type Uptime } from './grant.ts'
import type { DeviceHooks } from './ports/device.ts'
import type { UpdateSource, Way } from './ports/source.ts'
import type { StateStore } from './ports/store.ts'
import type { Release } from './release.ts'
import { opened, sealed } from './state.ts'
import type { Trust } from './trust.ts'

interface WayOptions {
  readonly deviceId: string
  readonly components: Readonly<Record<string, { readonly ways: readonly Way[] }>>
  readonly store: StateStore
  readonly key: SecretKey
  readonly hooks: Pick<DeviceHooks, 'confirmedAtDevice'>
  readonly uptime: Uptime
}

const challengeFile = 'challenge.json'

export class WayGate {
  readonly #options: WayOptions
  readonly #key: SecretKey

  constructor(options: WayOptions) {
    this.#options = options
    this.#key = deriveKey(options.key, 'update-challenge')
  }

  /** Draws a challenge and forgets the one before. */
  async challenge(): Promise<string> {
    const challenge = drawChallenge(this.#options.uptime)
    await this.#options.store.write(challengeFile, sealed(challenge, this.#key))
    return challenge.nonce
  }

  /** One grant, one update: the challenge that it answered is gone. */
  async used(): Promise<void> {
    if ((await this.#options.store.read(challengeFile)) !== undefined) await this.challenge()
  }

  /**
   * Lets a release pass whose component takes this way; otherwise it needs a grant for it and a person at the device.
   *
   * @throws {UpdateError} `UPDATE_WAY_REFUSED`, `UPDATE_PRESENCE_MISSING`, and what `openGrant` throws
   */
  async check(
    release: Release,
    source: UpdateSource,
    trust: Trust,
    grant: Uint8Array | undefined,
  ): Promise<void> {
    const { components, deviceId, uptime, store, hooks } = this.#options
    const { component, number, image } = release
    const ways = components[component]?.ways ?? []
    if (ways.includes(source.way)) return
    if (!ways.includes('physical-presence') || grant === undefined)
      throw new UpdateError(
        'UPDATE_WAY_REFUSED',
        `${component} takes no update by ${source.way}${grant === undefined ? ' without a grant' : ''}; it takes ${ways.join(', ') || 'none'}`,
      )
    const kept = await store.read(challengeFile)
    const challenge = kept && opened<Challenge>('challenge', kept, this.#key)
    openGrant(grant, trust, { deviceId, component, number, image: image.sha256 }, challenge, uptime)
    if ((await hooks.confirmedAtDevice?.(release)) === true) return
    throw new UpdateError(
      'UPDATE_PRESENCE_MISSING',
      `Nobody at the device confirmed release ${number} of ${component}; the grant is still good`,
    )
  }
}
