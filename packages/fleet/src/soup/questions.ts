/** Device → release → SBOM → component → advisory, asked in both directions. */
import type { SbomComponent } from '@pericard/soup'
import { type Context, readJson } from '../context.ts'
import { FleetError } from '../error.ts'
import { type Release, releases, withWatch } from './keeping.ts'

/** Devices that are named in one answer; the number counts all. */
const devicesMax = 200

export interface WatchedRelease extends Release {
  readonly components: number
  readonly classes: Readonly<Record<string, number>>
  /** Vulnerability groups that are open. */
  readonly open: number
}

/** Releases in the field, those with most open vulnerabilities first. */
export function watchedReleases(context: Context): Promise<readonly WatchedRelease[]> {
  return withWatch(context, async (transaction, watch) => {
    const found: WatchedRelease[] = []
    for (const release of await releases(transaction)) {
      const classes: Record<string, number> = {}
      const open = new Set<string>()
      let components = 0
      for (const each of watch.ofRelease(release.id)) {
        components++
        classes[each.class] = (classes[each.class] ?? 0) + 1
        for (const { vulnerability } of each.matches) open.add(vulnerability)
      }
      found.push({ ...release, components, classes, open: open.size })
    }
    return found.sort((a, b) => b.open - a.open || (a.id < b.id ? -1 : 1))
  })
}

export interface ReleaseComponent {
  readonly component: SbomComponent
  readonly class: string
  /** Why it is in its class. */
  readonly because: string
  readonly vulnerabilities: readonly string[]
}

/** What a release is made of, what is affected first. @throws {FleetError} `FLEET_NOT_FOUND` */
export function componentsOfRelease(context: Context, id: string): Promise<readonly ReleaseComponent[]> {
  return withWatch(context, async (transaction, watch) => {
    if ((await transaction.get('soup-releases', id)) === undefined)
      throw new FleetError('FLEET_NOT_FOUND', 'There is no such release')
    return [...watch.ofRelease(id)]
      .map(({ component, class: found, because, matches }) => ({
        ...{
          component,
          class: found,
          because,
          vulnerabilities: matches.map(({ vulnerability }) => vulnerability),
        },
      }))
      .sort((a, b) => b.vulnerabilities.length - a.vulnerabilities.length)
  })
}

/** Where something is, over the whole fleet. */
export interface InRelease {
  readonly release: Release
  readonly components: readonly SbomComponent[]
  /** The first of its devices. */
  readonly devices: readonly string[]
}

/** Which devices a vulnerability is open in, and through what. */
export function exposureOf(context: Context, vulnerability: string): Promise<readonly InRelease[]> {
  return withWatch(context, async (transaction, watch) => {
    const found: InRelease[] = []
    for (const release of await releases(transaction)) {
      const components = [...watch.ofRelease(release.id)]
        .filter(({ matches }) =>
          matches.some(
            (match) => match.vulnerability === vulnerability || match.aliases.includes(vulnerability),
          ),
        )
        .map(({ component }) => component)
      if (components.length > 0)
        found.push({ release, components, devices: await membersOf(transaction, release.id) })
    }
    return found
  })
}

/** Which devices have a component, whatever is known about it: its blast radius over the fleet. */
export function releasesWith(context: Context, name: string): Promise<readonly InRelease[]> {
  return withWatch(context, async (transaction, watch) => {
    const found: InRelease[] = []
    for (const [id, components] of watch.releasesWith(name)) {
      const known = await transaction.get('soup-releases', id)
      if (known !== undefined)
        found.push({
          release: readJson<Release>(known),
          components,
          devices: await membersOf(transaction, id),
        })
    }
    return found.sort((a, b) => b.release.devices - a.release.devices)
  })
}

async function membersOf(
  transaction: Parameters<Parameters<typeof withWatch>[1]>[0],
  release: string,
): Promise<string[]> {
  const rows = await transaction.list('soup-members', `${release}|`, devicesMax)
  return rows.map(({ key }) => key.slice(release.length + 1))
}
