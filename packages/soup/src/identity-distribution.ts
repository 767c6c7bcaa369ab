import type { IdentityResult } from './identity.ts'
import type { Purl } from './purl.ts'

const debianCodenames: Readonly<Record<string, string>> = {
  buster: '10',
  bullseye: '11',
  bookworm: '12',
  trixie: '13',
}

/** Distributions of RPM packages by purl namespace: the OSV ecosystem, and how much of the release it states. */
const rpmDistributions: Readonly<Record<string, { ecosystem: string; release: 'major' | 'whole' }>> = {
  alma: { ecosystem: 'AlmaLinux', release: 'major' },
  almalinux: { ecosystem: 'AlmaLinux', release: 'major' },
  azurelinux: { ecosystem: 'Azure Linux', release: 'major' },
  openeuler: { ecosystem: 'openEuler', release: 'whole' },
  opensuse: { ecosystem: 'openSUSE', release: 'whole' },
  photon: { ecosystem: 'Photon OS', release: 'whole' },
  redhat: { ecosystem: 'Red Hat', release: 'major' },
  rhel: { ecosystem: 'Red Hat', release: 'major' },
  rocky: { ecosystem: 'Rocky Linux', release: 'major' },
  rockylinux: { ecosystem: 'Rocky Linux', release: 'major' },
  sles: { ecosystem: 'SUSE', release: 'whole' },
  suse: { ecosystem: 'SUSE', release: 'whole' },
}

/**
 * A distribution fixes a package per release, so neither name nor version alone identifies anything: Debian's
 * 1.1.1n-0+deb11u5 is fixed in 11 and unknown in 12.
 */
export function identifyDistribution(purl: Purl): IdentityResult {
  const distro = purl.qualifiers['distro']
  if (distro === undefined) return { ok: false, because: `the ${purl.type} purl states no distro` }
  if (purl.type === 'deb') return identifyDeb(purl, distro)
  if (purl.type === 'rpm') return identifyRpm(purl, distro)
  if (purl.type === 'apk') return identifyApk(purl, distro)
  return { ok: false, because: `no advisory ecosystem for purl type "${purl.type}"` }
}

/** Debian and Ubuntu speak of source packages. */
function identifyDeb(purl: Purl, distro: string): IdentityResult {
  const upstream = purl.qualifiers['upstream'] ?? purl.name
  const at = upstream.indexOf('@')
  const name = at < 0 ? upstream : upstream.slice(0, at)
  const version = at < 0 ? withEpoch(purl) : upstream.slice(at + 1).split('@', 1)[0]
  const ecosystem = releaseOfDeb(purl.namespace ?? '', distro)
  if (ecosystem !== undefined) return known(ecosystem, name, version)
  if (purl.namespace === 'debian')
    return { ok: false, because: `"${distro}" is no Debian release known here` }
  return { ok: false, because: `no advisory ecosystem for deb packages of "${purl.namespace ?? ''}"` }
}

/** Releases as far as they were asked for; a few dozen are in use. */
const debReleases = new Map<string, string | undefined>()
const debReleasesMax = 1000

function releaseOfDeb(namespace: string, distro: string): string | undefined {
  if (namespace !== 'debian' && namespace !== 'ubuntu') return undefined
  const key = namespace === 'debian' ? distro : `ubuntu ${distro}`
  const before = debReleases.get(key)
  if (before !== undefined || debReleases.has(key)) return before
  const release = distro.replace(/^(debian|ubuntu)-/i, '')
  const major = debianCodenames[release.toLowerCase()] ?? release.split('.')[0] ?? ''
  const debian = /^\d{1,3}$/.test(major) ? `Debian:${major}` : undefined
  const found = namespace === 'debian' ? debian : ubuntuOf(release)
  if (debReleases.size >= debReleasesMax) debReleases.clear()
  debReleases.set(key, found)
  return found
}

function ubuntuOf(release: string): string | undefined {
  return /^\d\d\.\d\d$/.test(release) ? `Ubuntu:${release}` : undefined
}

/** Advisories about RPM packages name the binary package, and its release only by the distribution's own. */
function identifyRpm(purl: Purl, distro: string): IdentityResult {
  const namespace = purl.namespace ?? ''
  const rule = Object.hasOwn(rpmDistributions, namespace) ? rpmDistributions[namespace] : undefined
  if (rule === undefined)
    return { ok: false, because: `no advisory ecosystem for rpm packages of "${namespace}"` }
  const release = /(\d+)(?:\.\d+)*$/.exec(distro)
  if (release === null) return { ok: false, because: `"${distro}" names no release` }
  const stated = rule.release === 'major' ? release[1] : release[0]
  return known(`${rule.ecosystem}:${stated ?? ''}`, purl.name, withEpoch(purl))
}

/** Alpine speaks of source packages ("origin"), per branch. */
function identifyApk(purl: Purl, distro: string): IdentityResult {
  const branch = /(?:^|[-v])(\d+\.\d+)/.exec(distro)?.[1]
  if (purl.namespace !== 'alpine' || branch === undefined) {
    return { ok: false, because: `no advisory ecosystem for apk packages of "${purl.namespace ?? ''}"` }
  }
  return known(`Alpine:v${branch}`, purl.qualifiers['upstream'] ?? purl.name, purl.version)
}

function withEpoch(purl: Purl): string | undefined {
  const epoch = purl.qualifiers['epoch']
  if (purl.version === undefined || epoch === undefined || purl.version.includes(':')) return purl.version
  return `${epoch}:${purl.version}`
}

function known(ecosystem: string, name: string, version: string | undefined): IdentityResult {
  return { ok: true, identity: { ecosystem, name, version } }
}
