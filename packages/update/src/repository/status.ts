import type { Release } from '../release.ts'
import { delegatedRole } from '../tuf-json.ts'
import { RepositoryFolder } from './folder.ts'
import type { RootSigned, TargetsSigned } from './tuf.ts'

export interface RepositoryStatus {
  readonly device: string
  readonly trust: number
  /** Version and day of expiry of each role. */
  readonly roles: readonly { readonly role: string; readonly version: number; readonly expires: string }[]
  readonly releases: readonly Pick<Release, 'component' | 'number' | 'name'>[]
}

/** What a repository offers now. @throws {UpdateError} `UPDATE_REPOSITORY_INVALID` */
export async function repositoryStatus(path: string): Promise<RepositoryStatus> {
  const folder = new RepositoryFolder(path)
  const trust = await folder.trust()
  const versions = await folder.versions()
  const root = await folder.readTuf<RootSigned>(`metadata/${trust.version}.root.json`)
  const timestamp = await folder.timestamp()
  const snapshot = await folder.readTuf(`metadata/${versions.snapshot}.snapshot.json`)
  const roles = [
    { role: 'root', version: trust.version, expires: root.signed.expires },
    { role: 'timestamp', version: versions.timestamp, expires: timestamp.signed.expires },
    { role: 'snapshot', version: versions.snapshot, expires: snapshot.signed.expires },
  ]
  for (const [role, version] of Object.entries(versions.roles)) {
    const { signed } = await folder.readTuf(`metadata/${version}.${role}.json`)
    roles.push({ role, version, expires: signed.expires })
  }
  const releases: Pick<Release, 'component' | 'number' | 'name'>[] = []
  for (const component of Object.keys(trust.components)) {
    const name = delegatedRole(component)
    const { signed } = await folder.readTuf<TargetsSigned>(`metadata/${versions.roles[name]}.${name}.json`)
    const hash = signed.targets[`${component}/release.json`]?.hashes.sha256
    if (hash === undefined) continue
    const bytes = await folder.read(`targets/${component}/${hash}.release.json`)
    const { number, name: version } = JSON.parse(Buffer.from(bytes).toString()) as Release
    releases.push({ component, number, name: version })
  }
  return { device: trust.device, trust: trust.version, roles, releases }
}
