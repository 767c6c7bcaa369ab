import test from 'node:test'
import assert from 'node:assert/strict'
import { identify } from './identity.ts'
import { formatPurl, parsePurl } from './purl.ts'

function identityOf(text: string): unknown {
  const parsed = parsePurl(text)
  assert.ok(parsed.ok, text)
  const identified = identify(parsed.purl)
  return identified.ok ? identified.identity : identified.because
}

test('parsePurl() and formatPurl() agree on the canonical text', () => {
  const same = ['pkg:npm/%40angular/core@1.0.0', 'pkg:deb/debian/curl@7.88.1-10?arch=amd64&distro=debian-12']
  for (const text of same) {
    const parsed = parsePurl(text)
    assert.ok(parsed.ok)
    assert.equal(formatPurl(parsed.purl), text)
  }
})

test('parsePurl() refuses what is no purl, is too long or smuggles control characters', () => {
  for (const bad of [
    '',
    'npm/x',
    'pkg:',
    'pkg:npm/',
    'pkg:npm/a\u001b[2J',
    'pkg:npm/a%1b',
    `pkg:npm/${'a'.repeat(5000)}`,
  ]) {
    assert.equal(parsePurl(bad).ok, false, JSON.stringify(bad.slice(0, 20)))
  }
})

test('identify() names the Debian source package and release, with its epoch', () => {
  assert.deepEqual(identityOf('pkg:deb/debian/libssl3@3.0.11-1?distro=debian-12.5&upstream=openssl'), {
    ecosystem: 'Debian:12',
    name: 'openssl',
    version: '3.0.11-1',
  })
  assert.deepEqual(identityOf('pkg:deb/debian/bind9@9.18-1?distro=bookworm&epoch=1'), {
    ecosystem: 'Debian:12',
    name: 'bind9',
    version: '1:9.18-1',
  })
})

test('identify() does not guess: no release or no ecosystem means no identity', () => {
  assert.match(String(identityOf('pkg:deb/debian/openssl@3.0.11-1')), /no distro/)
  assert.match(String(identityOf('pkg:generic/openssl@3.0.11')), /generic/)
})
