import { UpdateError } from '../errors.ts'
import type { Release } from '../release.ts'
import { delegatedRole } from '../tuf-json.ts'
import type { Trust } from '../trust.ts'
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
  const releases: RepositoryStatus['releases'][number][] = []
  for (const component of Object.keys(trust.components)) {
    const found = await findRelease(folder, component)
    if (found !== undefined) releases.push({ component, number: found.number, name: found.name })
  }
  return { device: trust.device, trust: trust.version, roles, releases }
}

/** The release that a repository offers for a component. @throws {UpdateError} `UPDATE_COMPONENT_UNKNOWN` */
export async function publishedRelease(path: string, component: string): Promise<Release> {
  const release = await findRelease(new RepositoryFolder(path), component)
  if (release !== undefined) return release
  throw new UpdateError('UPDATE_COMPONENT_UNKNOWN', `The repository ${path} has no release of "${component}"`)
}

/** The newest trust document of a repository. @throws {UpdateError} `UPDATE_REPOSITORY_INVALID` */
export function repositoryTrust(path: string): Promise<Trust> {
  return new RepositoryFolder(path).trust()
}

async function findRelease(folder: RepositoryFolder, component: string): Promise<Release | undefined> {
  const name = delegatedRole(component)
  const version = (await folder.versions()).roles[name]
  if (version === undefined) return undefined
  const { signed } = await folder.readTuf<TargetsSigned>(`metadata/${version}.${name}.json`)
  const hash = signed.targets[`${component}/release.json`]?.hashes.sha256
  if (hash === undefined) return undefined
  const bytes = await folder.read(`targets/${component}/${hash}.release.json`)
  return JSON.parse(Buffer.from(bytes).toString()) as Release
}
