import test from 'node:test'
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { parsePlainPurl } from './purl-plain.ts'
import { parsePurlText } from './purl-text.ts'

/** What the general parser makes of a text. */
function general(text: string): unknown {
  const result = parsePurlText(text)
  return result.ok ? result.purl : result.message
}

const types = [
  'alpine',
  'apk',
  'cargo',
  'composer',
  'deb',
  'gem',
  'generic',
  'golang',
  'maven',
  'npm',
  'nuget',
  'pypi',
  'rpm',
]
const piece = fc.stringMatching(/^[A-Za-z0-9._~+%@:/-]{0,8}$/)
const text = fc
  .record({
    type: fc.constantFrom(...types, 'NPM', 'oci', 'cran', 'qpkg', 'constructor'),
    path: fc.array(
      fc.oneof(
        piece,
        fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._~+-]{0,5}$/),
        fc.constantFrom('%40scope', 'A_b', '..', 'github.com', 'lib'),
      ),
      {
        maxLength: 3,
      },
    ),
    version: fc.oneof(
      piece.map((each) => `@${each}`),
      fc.constantFrom(
        '',
        '@v1.2.3',
        '@v0.0.0-20200101000000-abcdef',
        '@v1.0',
        '@v01.2.3',
        '@v1.2.3-01',
        '@v2.0.0+incompatible',
      ),
    ),
    query: fc.constantFrom(
      '',
      '?arch=amd64&distro=debian-12',
      '?a=b&a=c',
      '?A=b',
      '?a=',
      '?a=b+c',
      '?a=%20',
      '?Ab=x%2Fy%28&arch=a',
      '?a=%7f',
      '?a=%1b',
      '?a=%C3%A9',
      '?a=1&A=2',
      '?x',
    ),
    subpath: fc.constantFrom('', '', '', '#sub'),
  })
  .map(
    ({ type, path, version, query, subpath }) => `pkg:${type}/${path.join('/')}${version}${query}${subpath}`,
  )

test('parsePlainPurl() reads what the general parser reads, or leaves it', () => {
  let taken = 0
  fc.assert(
    fc.property(text, (purl) => {
      const read = parsePlainPurl(purl)
      if (read === undefined) return
      taken++
      assert.deepEqual(read, general(purl), purl)
    }),
    { numRuns: 20_000 },
  )
  assert.ok(taken > 100, `only ${taken} were plain`)
})

test('parsePlainPurl() takes the purls of generators, and leaves what needs care', () => {
  for (const purl of [
    'pkg:npm/%40Angular/core@1.0.0',
    'pkg:deb/debian/libssl3@1:3.0.11-1~deb12u2?arch=amd64&distro=debian-12&upstream=openssl',
    'pkg:golang/github.com/Foo/bar@v0.0.0-20200101000000-abcdef012345',
    'pkg:maven/org.apache/Commons@1.0',
    'pkg:pypi/Jupyter_Server@1.2',
    'pkg:rpm/RHEL/Python@1.0-1.el8?arch=noarch&upstream=python-1.0+git.src.rpm',
    'pkg:oci/Image@sha256:ABC?mediaType=a%2Fb+json&repository_url=index.docker.io%2Fx',
    'pkg:alpine/Busybox@1.35-r0?distro=alpine-3.15.4',
  ]) {
    assert.deepEqual(parsePlainPurl(purl), general(purl), purl)
  }
  for (const purl of [
    'pkg:maven/x@1',
    'pkg:npm/a@1#sub',
    'pkg:cran/a',
    'pkg:npm/a@1?a=b&a=c',
    'pkg:npm/a%1b',
    'pkg:npm/a@1?a=b%1Bc',
    'pkg:npm/a@1?a=b%C3%A9',
    'pkg:npm/a@1?a=1&A=2',
    'pkg:npm/a@',
    'pkg:npm/a@1?',
    'pkg:npm/a?x=1&',
    'pkg:npm//a',
    'pkg:npm/%40a@1',
  ]) {
    assert.equal(parsePlainPurl(purl), undefined, purl)
  }
})
