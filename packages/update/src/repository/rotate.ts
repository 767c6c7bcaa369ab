import { canonicalJson, utf8 } from '@pericard/base'
import { UpdateError } from '../errors.ts'
import { type HybridKey, hybridKeyId, publicHalf, signDocument, type Signed } from '@pericard/base/hybrid'
import type { Release } from '../release.ts'
import { delegatedRole, signaturesPath } from '../tuf-json.ts'
import type { Trust } from '../trust.ts'
import { daysAfter, defaultExpiry, RepositoryFolder } from './folder.ts'
import { publicOnline, writeRoot } from './init.ts'
import type { PublishOptions } from './publish.ts'
import { componentTargets, signTuf, targetsFor, type TargetsSigned, tufBytes } from './tuf.ts'

export interface RotateOptions extends PublishOptions {
  /** Everyone who has to sign: enough of the old root keys, of the new ones, and of each component whose keys change. */
  readonly signers: readonly HybridKey[]
  /** The roles that change. */
  readonly change: Partial<Pick<Trust, 'root' | 'components' | 'presence'>>
}

/**
 * Writes the next root and trust document, and signs again what changed keys vouch for. The online keys are those of `online`,
 * new ones included.
 *
 * @throws {UpdateError} `UPDATE_KEY_UNFIT` where signers are missing
 */
export async function rotateKeys(options: RotateOptions): Promise<Trust> {
  const { signers, change, online, at, expiry = defaultExpiry } = options
  const folder = new RepositoryFolder(options.repository)
  const old = await folder.trust()
  const trust: Trust = {
    ...old,
    ...change,
    version: old.version + 1,
    components: { ...old.components, ...change.components },
  }
  const expires = daysAfter(at, expiry.offlineDays)
  requireSigners(signers, old.root, 'the old root')
  requireSigners(signers, trust.root, 'the new root')
  const before = await folder.versions()
  const topLevel = (before.roles['targets'] ?? 0) + 1
  const roles: Record<string, number> = { ...before.roles, targets: topLevel }
  for (const component of Object.keys(trust.components)) {
    const same = canonicalJson(trust.components[component]) === canonicalJson(old.components[component])
    if (same) continue
    const role = trust.components[component]
    if (role !== undefined) requireSigners(signers, role, component)
    const name = delegatedRole(component)
    roles[name] = await signComponentAgain(
      folder,
      trust,
      component,
      before.roles[name] ?? 0,
      signers,
      expires,
    )
  }
  const rootSigners = signers.filter((key) => isOf(key, old.root) || isOf(key, trust.root))
  await writeRoot(folder, trust, publicOnline(online), rootSigners, expires)
  const targets = signers
    .filter((key) => isOf(key, trust.root))
    .reduce(signTuf, targetsFor(trust, topLevel, expires))
  await folder.write(`metadata/${topLevel}.targets.json`, tufBytes(targets))
  await folder.publishVersions(before, roles, online, at, expiry)
  return trust
}

async function signComponentAgain(
  folder: RepositoryFolder,
  trust: Trust,
  component: string,
  version: number,
  signers: readonly HybridKey[],
  expires: string,
): Promise<number> {
  const name = delegatedRole(component)
  const present =
    version === 0
      ? {}
      : (await folder.readTuf<TargetsSigned>(`metadata/${version}.${name}.json`)).signed.targets
  const mine = signers.filter((key) => isOf(key, trust.components[component]))
  const next = mine.reduce(signTuf, componentTargets(version + 1, expires, present))
  const hash = present[`${component}/release.json`]?.hashes.sha256
  if (hash !== undefined) {
    const path = `targets/${component}/${hash}.release.json`
    const signed = JSON.parse(Buffer.from(await folder.read(path)).toString()) as Release
    let release: Signed<Release> = { signed, signatures: [] }
    for (const key of mine) release = signDocument('release', release, key)
    await folder.write(signaturesPath(path), utf8(canonicalJson(release.signatures)))
  }
  await folder.write(`metadata/${version + 1}.${name}.json`, tufBytes(next))
  return version + 1
}

function isOf(key: HybridKey, role: Trust['root'] | undefined): boolean {
  const id = hybridKeyId(publicHalf(key))
  return role?.keys.some((one) => hybridKeyId(one) === id) === true
}

function requireSigners(signers: readonly HybridKey[], role: Trust['root'], what: string): void {
  const count = new Set(signers.filter((key) => isOf(key, role)).map((key) => hybridKeyId(publicHalf(key))))
    .size
  if (count >= role.threshold) return
  throw new UpdateError('UPDATE_KEY_UNFIT', `Too few signers for ${what}: ${count}, wanted ${role.threshold}`)
}
