/** Attacks on updates against two updaters in memory: one that believes its mirror, and one that checks. */
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import test from 'node:test'
import { target } from '../../test/twins.ts'
import type { Mirror, Offered, ProbeResult, UpdateField, UpdateTarget } from '../probe.ts'
import { probeById, probes } from './index.ts'

const attacks = probes.map(({ id }) => id).filter((id) => id.startsWith('update-'))

async function run(id: string, update: UpdateTarget): Promise<ProbeResult> {
  const probe = probeById(id)
  assert.ok(probe)
  return probe.run(target({ update }))
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value))
const parse = (bytes: Uint8Array): Record<string, string & number> =>
  JSON.parse(new TextDecoder().decode(bytes))

/** Whether the twin leaves out one of the checks. */
interface Weakness {
  readonly floor?: true
  readonly memory?: true
  readonly links?: true
  readonly maker?: true
  readonly limits?: true
}

/** A maker's repository whose files name each other by hash, as TUF's do, with a secret in the place of a signature. */
class Twin implements UpdateField {
  readonly #weak: Weakness
  readonly #secret = randomBytes(8).toString('hex')
  readonly #files = new Map<string, Uint8Array>()
  readonly #installed: number
  #version = 0
  #seen = 0

  constructor(installed: number, weak: Weakness) {
    this.#installed = installed
    this.#weak = weak
  }

  publish = (number: number): Promise<void> => {
    const image = json({ image: number })
    const release = json({ number, image: sha256(image), maker: this.#secret })
    this.#version++
    const component = json({ release: sha256(release), image: sha256(image) })
    const snapshot = json({ component: sha256(component) })
    this.#files.set(`targets/c/${sha256(image)}.image`, image)
    this.#files.set(`targets/c/${sha256(release)}.release.json`, release)
    this.#files.set(`metadata/${this.#version}.component-c.json`, component)
    this.#files.set(`metadata/${this.#version}.snapshot.json`, snapshot)
    this.#files.set(
      'metadata/timestamp.json',
      json({ version: this.#version, snapshot: sha256(snapshot), maker: this.#secret }),
    )
    return Promise.resolve()
  }

  files = (): ReadonlyMap<string, Uint8Array> => new Map(this.#files)

  look = (): Promise<void> => {
    this.#seen = this.#version
    return Promise.resolve()
  }

  offer = (mirror: Mirror): Promise<Offered> => {
    let served = 0
    const get = (path: string, most: number): Uint8Array => {
      const found = mirror(path)
      if (found === undefined) throw new Error('missing')
      const parts: Uint8Array[] = []
      let length = 0
      for (const part of found instanceof Uint8Array ? [found] : found) {
        served += part.length
        length += part.length
        if (parts.length === 0) parts.push(part)
        if (length <= most || this.#weak.limits === true) continue
        // An image has its end in the release that names it; anything else that goes on is left.
        if (path.endsWith('.image')) break
        throw new Error('endless')
      }
      return parts[0] ?? new Uint8Array()
    }
    try {
      this.#take(get)
      return Promise.resolve({ event: 'restart', code: undefined, switched: true, wrote: true, served })
    } catch {
      return Promise.resolve({ event: 'refused', code: 'TWIN', switched: false, wrote: false, served })
    }
  }

  #take(get: (path: string, most: number) => Uint8Array): void {
    const { floor, memory, links, maker } = this.#weak
    const linked = (path: string, hash: string | undefined): Record<string, string & number> => {
      const bytes = get(path, 10_000)
      if (links !== true && sha256(bytes) !== hash) throw new Error('another file')
      return parse(bytes)
    }
    const timestamp = parse(get('metadata/timestamp.json', 10_000))
    const version = timestamp['version'] ?? 0
    if (maker !== true && timestamp['maker'] !== this.#secret) throw new Error('forged')
    if (memory !== true && version < this.#seen) throw new Error('rolled back')
    const snapshot = linked(`metadata/${version}.snapshot.json`, timestamp['snapshot'])
    const component = linked(`metadata/${version}.component-c.json`, snapshot['component'])
    const release = linked(`targets/c/${component['release']}.release.json`, component['release'])
    if (maker !== true && release['maker'] !== this.#secret) throw new Error('forged')
    if (floor !== true && (release['number'] ?? 0) <= this.#installed) throw new Error('old')
    linked(`targets/c/${component['image']}.image`, component['image'])
  }

  end = (): void => this.#files.clear()
}

const twin = (weak: Weakness): UpdateTarget => ({
  field: (installed) => Promise.resolve(new Twin(installed, weak)),
})

const weaknessOf: Readonly<Record<string, Weakness>> = {
  'update-older-release': { floor: true },
  'update-replayed-mirror': { memory: true },
  'update-mixed-metadata': { links: true },
  'update-for-another-device': { maker: true },
  'update-endless-data': { limits: true },
}

for (const id of attacks) {
  test(`${id} breaks an updater without just that check, and not one with all of them`, async () => {
    const weakness = weaknessOf[id]
    assert.ok(weakness)
    assert.equal((await run(id, twin({}))).result, 'held')
    const broken = await run(id, twin(weakness))
    assert.equal(broken.result, 'failed', broken.saw)
    const others = Object.entries(weaknessOf).filter(([other]) => other !== id)
    for (const [other, weak] of others)
      assert.equal((await run(id, twin(weak))).result, 'held', `${id} blames ${other}`)
  })
}

test('an updater that says nothing has not held', async () => {
  const silent: UpdateTarget = {
    field: (installed) => {
      const field = new Twin(installed, {})
      field.offer = () =>
        Promise.resolve({ event: 'silent', code: undefined, switched: false, wrote: false, served: 0 })
      return Promise.resolve(field)
    },
  }
  for (const id of attacks)
    assert.equal((await run(id, silent)).result, id === 'update-endless-data' ? 'failed' : 'not-run', id)
})
