/** A maker with keys and a repository, in a temporary folder. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { HybridKey, Release } from '../src/index.ts'
import {
  addSignature,
  initRepository,
  openKeyFile,
  publishRelease,
  type ReleaseBundle,
  signRelease,
} from '../src/repository/index.ts'
import { RepositoryFolder } from '../src/repository/folder.ts'

export const passphrase = 'correct horse battery staple'
export const start: Date = new Date('2027-03-01T00:00:00Z')

export interface Maker {
  readonly folder: string
  readonly repository: string
  readonly device: string
  key(name: string): Promise<HybridKey>
  online(): Promise<{ snapshot: HybridKey; timestamp: HybridKey }>
  image(bytes: number): { path: string; bytes: Uint8Array }
  sign(
    release: Partial<Release> & { readonly number: number },
    image: string,
    at?: Date,
  ): Promise<ReleaseBundle>
  /** Signs with both release keys and publishes. */
  release(release: Partial<Release> & { readonly number: number }, image: string, at?: Date): Promise<Release>
  remove(): void
}

/** Roots 3 of which 2 sign, releases 2 of 2, for `controller` and `display` of `pump`. */
export async function startMaker(device = 'pump'): Promise<Maker> {
  const folder = mkdtempSync(join(tmpdir(), 'pericard-maker-'))
  const [repository, keys] = [join(folder, 'repository'), join(folder, 'keys')]
  const quorum = { root: { keys: 3, threshold: 2 }, release: { keys: 2, threshold: 2 } }
  await initRepository({
    repository,
    keys,
    device,
    components: ['controller', 'display'],
    ...quorum,
    passphrase,
    at: start,
  })
  const key = (name: string): Promise<HybridKey> => openKeyFile(join(keys, `${name}.pem`), passphrase)
  const online = async () => ({ snapshot: await key('snapshot'), timestamp: await key('timestamp') })
  const sign: Maker['sign'] = async (release, image, at = start) => {
    const {
      component = 'controller',
      number,
      name = `${number}.0`,
      data = { writes: 1, readsFrom: 1 },
    } = release
    const options = { repository, component, image, number, name, data, at }
    const bundle = await signRelease(options, await key(`release-${component}-1`))
    const trust = await new RepositoryFolder(repository).trust()
    return addSignature(bundle, trust, await key(`release-${component}-2`))
  }
  return {
    folder,
    repository,
    device,
    key,
    online,
    sign,
    image: (length) => {
      const bytes = randomBytes(length)
      const path = join(folder, `image-${bytes.toString('hex', 0, 4)}`)
      writeFileSync(path, bytes)
      return { path, bytes }
    },
    release: async (release, image, at = start) => {
      const bundle = await sign(release, image, at)
      return publishRelease({ repository, online: await online(), at }, bundle, image)
    },
    remove: () => rmSync(folder, { recursive: true }),
  }
}
