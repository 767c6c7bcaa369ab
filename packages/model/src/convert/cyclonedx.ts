/** CycloneDX bills of materials, JSON, 1.2 to 1.7: https://cyclonedx.org */
import type { SoupItem } from '../types.ts'
import type { Cursor } from './cursor.ts'
import type { Draft, DraftSoup } from './draft.ts'
import { Ids } from './ids.ts'

const versions: ReadonlySet<string> = new Set(['1.2', '1.3', '1.4', '1.5', '1.6', '1.7'])
const purlForm = /^pkg:[a-z][a-z0-9.+-]*\/[^\s]{1,500}$/
const inSbom = 'It stays in the SBOM; name that under `soup.sboms` and it is matched against advisories'

const kinds: ReadonlyMap<string, SoupItem['kind']> = new Map([
  ['application', 'application'],
  ['framework', 'library'],
  ['library', 'library'],
  ['operating-system', 'operating-system'],
  ['platform', 'runtime'],
  ['firmware', 'firmware'],
])

/** Every component, nested ones too, becomes a SOUP item of one application; what the SBOM is of becomes the device. */
export function readCycloneDx(root: Cursor): Draft {
  if (root.text('bomFormat') !== 'CycloneDX')
    root.refuse('VALUE_NOT_ALLOWED', 'Wanted a JSON document with bomFormat "CycloneDX"', 'bomFormat')
  const version = root.wanted('specVersion')
  if (version !== undefined && !versions.has(version))
    root.refuse('VALUE_NOT_ALLOWED', 'Wanted one of the CycloneDX versions 1.2 to 1.7', 'specVersion')
  root.leaveAll(['$schema', 'serialNumber', 'version'], 'It is about the document, not about the device')
  root.leave('dependencies', 'Say of each component of yours which items it is built from: `soup`')
  root.leave('services', 'A service that the device talks to is an external component with an interface')
  root.leave(
    'vulnerabilities',
    'Pericard matches and judges them itself; give VEX statements to `pericard soup scan`',
  )
  root.leave('compositions', inSbom)
  const metadata = root.map('metadata')
  metadata?.leaveAll(['timestamp', 'tools', 'authors', 'lifecycles', 'licenses', 'properties'], inSbom)
  const subject = metadata?.map('component')
  const name = subject?.wanted('name') ?? 'Device'
  const made = subject === undefined ? undefined : makerOf(subject)
  const maker = made ?? (metadata === undefined ? undefined : makerOf(metadata))
  subject?.leaveAll([...details, 'type', 'bom-ref', 'purl'], inSbom)
  const soup = itemsOf(root.maps('components'), subject?.maps('components') ?? [])
  return {
    device: {
      id: new Ids('device').take(name),
      name,
      manufacturer: maker,
      version: subject?.text('version'),
      intendedUse: subject?.text('description'),
    },
    components: [
      {
        id: 'application',
        name: 'Application',
        kind: 'application',
        external: false,
        zone: 'device',
        soup: soup.map(({ id }) => id),
        decisions: [
          'an SBOM does not say which software items the device has; split this one, with the items each uses',
        ],
      },
    ],
    data: [],
    interfaces: [],
    controls: [],
    soup,
  }
}

/** Statements of a component that stay in the SBOM. */
const details =
  'author authors copyright cpe swid pedigree externalReferences hashes licenses properties evidence releaseNotes mime-type scope modified group signature omniborId swhid tags modelCard data cryptoProperties isExternal versionRange'.split(
    ' ',
  )
const makerKeys: readonly string[] = ['supplier', 'manufacturer', 'manufacture', 'publisher']

/** Who makes it: the first that is named. */
function makerOf(at: Cursor): string | undefined {
  for (const key of makerKeys) {
    const value = at.peek(key)
    if (value === null) continue
    if (typeof value !== 'object') return at.text(key)
    const maker = at.map(key)
    const name = maker?.text('name')
    maker?.leaveAll(['url', 'contact', 'address', 'bom-ref'], inSbom)
    if (name !== undefined) return name
  }
  return undefined
}

/** Walks nested components with a list of its own, so that order and depth do not matter. */
function itemsOf(...lists: readonly (readonly Cursor[])[]): DraftSoup[] {
  const ids = new Ids('item')
  const items: DraftSoup[] = []
  const open = lists.flat().toReversed()
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    items.push(itemOf(at, ids))
    open.push(...at.maps('components').toReversed())
  }
  return items
}

function itemOf(at: Cursor, ids: Ids): DraftSoup {
  const name = at.wanted('name') ?? ''
  const purl = at.text('purl')
  const fits = purl !== undefined && purlForm.test(purl)
  if (purl !== undefined && !fits) at.leave('purl', 'It is no package URL that a device file takes')
  at.leaveAll([...details, 'bom-ref'], inSbom)
  return {
    id: ids.take(name),
    title: name,
    version: at.text('version'),
    manufacturer: makerOf(at),
    purl: fits ? purl : undefined,
    kind: at.choice('type', kinds, 'A device file has no such kind of software'),
    purpose: at.text('description'),
  }
}
