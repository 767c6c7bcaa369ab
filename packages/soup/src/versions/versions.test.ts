import test from 'node:test'
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { soupLimits } from '../limits.ts'
import { compareVersions, orderOfPurlType, versionOrders } from './index.ts'

/** Versions in ascending order, each before all that follow. A list inside is of equal ones. */
const ascending: Readonly<Record<string, readonly (string | readonly string[])[]>> = {
  npm: [
    '0.0.0-0',
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-alpha.beta',
    '1.0.0-rc.9',
    '1.0.0-rc.10',
    ['1.0.0', 'v1.0', '1.0.0+b'],
    '1.0.9007199254740993',
  ],
  Go: [
    'v0.0.0-20200101000000-abcdefabcdef',
    'v0.0.0',
    '1.20rc1',
    ['go1.20', '1.20.0', 'v1.20'],
    ['v2.0.0+incompatible', '2.0.0'],
  ],
  PyPI: [
    'bad_version',
    '1.0.dev1',
    '1.0a1.dev1',
    ['1.0a1', '1.0-alpha.1'],
    '1.0a1.post1',
    '1.0b1',
    ['1.0rc1', '1.0c1'],
    ['1.0', '1', 'v1.0.0'],
    '1.0+ab',
    '1.0+1',
    ['1.0.post1', '1.0-1'],
    '1.1',
    '1!0',
  ],
  Maven: [
    '1-alpha1',
    '1-beta',
    '1-rc1',
    '1-SNAPSHOT',
    ['1', '1.0', '1.ga', '1-final'],
    '1-sp',
    '1-x',
    '1-1',
    '1.1',
  ],
  RubyGems: ['1.a', '1.0.rc1', ['1', '1.0.0'], '1.0.1', '1.10'],
  NuGet: ['1.0.0-Alpha', '1.0.0-beta', ['1.0', '1.0.0.0', '1.0.0+x'], '1.0.0.1'],
  Packagist: ['dev-main', '1.0-dev', '1.0a1', '1.0b1', '1.0RC1', ['1.0', 'v1.0'], '1.0.0', '1.0pl1'],
  'Debian:12': [
    '1.0~~',
    '1.0~~a',
    '1.0~',
    ['1.0', '0:1.0-0'],
    '1.0a',
    '1.0+b',
    '20260101000000000000001',
    '20260101000000000000002',
    '1:0',
  ],
  'Ubuntu:22.04:LTS': ['3.0.2-0ubuntu1.9', '3.0.2-0ubuntu1.10'],
  'Red Hat:8': ['1.0~rc1', '1.0', '1.0-1.el8', '1.0-1.el8_2', '1.0^git1', '1.0a', '1.0.1', '1:0.1'],
  'Rocky Linux:8': ['1.1.1k-9.el8_7', '1.1.1k-12.el8_9'],
  'Alpine:v3.18': [
    '1.2_alpha',
    '1.2_rc1',
    '1.2_rc2',
    '1.2',
    '1.2-r1',
    '1.2-r10',
    '1.2_p1',
    '1.2a',
    '1.2.0',
    '1.2.1',
  ],
  CRAN: ['0.1', ['0.1.0', '0.1-0'], '0.1.10'],
  Hackage: ['1', '1.0', '1.2', '1.10'],
  Pub: ['1.0.0-pre', '1.0.0', '1.0.0+1', '1.0.0+a'],
  Hex: ['1.0.0-rc.0', '1.0.0'],
  'crates.io': ['1.0.0-rc.0', '1.0.0'],
  OpenSSL: [
    '0.9.8zh',
    '1.0.2-beta1',
    '1.0.2',
    '1.0.2k',
    ['1.0.2zg', '1.0.2zg-fips'],
    '1.1.1',
    '1.1.1w',
    '3.0.0-alpha1',
    '3.0.0',
  ],
  Linux: ['5.9.20', '5.10-rc1', '5.10-rc10', ['5.10', '5.10.0', '5.10.0-21-amd64', '5.10.0+'], '5.10.1'],
  generic: ['1.0-dev', '1.0alpha1', '1.0b2', '1.0-rc1', ['1.0', '1', 'v1.0.0'], '1.0b', '1.0.1', '1.10'],
  ConanCenter: ['1.0-pre1', ['1.0', '1'], '1.0+b1', '1.1', '1.1a', '1.a'],
}

for (const [ecosystem, versions] of Object.entries(ascending)) {
  test(`compareVersions() puts versions of ${ecosystem} in their order`, () => {
    for (const [index, group] of versions.entries()) {
      const same = [group].flat()
      for (const one of same) {
        for (const other of same) assert.equal(compareVersions(ecosystem, one, other), 0, `${one} = ${other}`)
        for (const later of versions.slice(index + 1).flat()) {
          assert.ok((compareVersions(ecosystem, one, later) ?? 0) < 0, `${one} < ${later}`)
          assert.ok((compareVersions(ecosystem, later, one) ?? 0) > 0, `${later} > ${one}`)
        }
      }
    }
  })
}

test('compareVersions() decides nothing for what is no version or an ecosystem without an order', () => {
  const undecidable: [string, string, string][] = [
    ['npm', '1.x', '1.2.3'],
    ['npm', 'latest', '1.2.3'],
    ['Go', '(devel)', 'v1.0.0'],
    ['Debian:12', '1.0 ', '1.0'],
    ['Debian:12', 'a:1', '1'],
    ['Debian:12', '', '1'],
    ['Maven', '${project.version}\n', '1.1'],
    ['RubyGems', 'x', '1'],
    ['NuGet', '1.2.3.4.5', '1'],
    ['CRAN', '1.0a', '1'],
    ['OpenSSL', '1', '1.1.1'],
    ['Linux', 'mainline', '5.10'],
    ['generic', 'see readme', '1'],
    ['Nobody', '1.0', '1.1'],
    ['__proto__', '1', '2'],
    ['constructor', '1', '2'],
    ['npm', `1.0.0-${'a'.repeat(300)}`, '1.0.0'],
  ]
  for (const [ecosystem, a, b] of undecidable) {
    assert.equal(compareVersions(ecosystem, a, b), undefined, `${ecosystem}: ${a} ${b}`)
    assert.equal(compareVersions(ecosystem, b, a), undefined, `${ecosystem}: ${b} ${a}`)
  }
})

test('no order has a place for what stands where no version is known', () => {
  for (const [ecosystem, order] of Object.entries(versionOrders)) {
    for (const placeholder of [
      'unknown',
      'UNKNOWN',
      'latest',
      '(devel)',
      'NOASSERTION',
      '${project.version}',
    ]) {
      assert.equal(order(placeholder, '1.0.0'), undefined, `${ecosystem}: ${placeholder}`)
      assert.equal(order('1.0.0', placeholder), undefined, `${ecosystem}: ${placeholder}`)
    }
  }
})

test('no order takes forever over the longest text that it reads, however its end disappoints', () => {
  const most = soupLimits.versionCharactersMax - 2
  for (const order of Object.values(versionOrders)) {
    for (const piece of ['1', 'a', '1a', '1.', '0.', '.a', '-a', '_p', '~', '+', ' 1', '-r1', 'rc', 'é']) {
      for (const end of ['', '!', '\n', ' ', '/']) {
        const long = `1${piece.repeat(most / piece.length)}${end}`
        assert.equal(order(long, '1') === undefined, order('1', long) === undefined)
      }
    }
  }
})

test('every order refuses a version of 10 MB, whatever it is made of, without working through it', () => {
  const pieces = ['1', '1.', 'a', '0.', '-', '~', '_p', '.a', 'é', '1a']
  const giants = pieces.map((piece) => piece.repeat(10_000_000 / piece.length))
  for (const [ecosystem, order] of Object.entries(versionOrders)) {
    for (const giant of giants) {
      assert.equal(order(giant, '1.0.0'), undefined, ecosystem)
      assert.equal(order('1.0.0', giant), undefined, ecosystem)
    }
  }
})

test('every file with an order is in the list', () => {
  const list = readFileSync(new URL('index.ts', import.meta.url), 'utf8')
  const files = readdirSync(new URL('.', import.meta.url)).filter((file) => !file.endsWith('.test.ts'))
  const orders = files.filter((file) => {
    return /^export const compare\w+: Order/m.test(readFileSync(new URL(file, import.meta.url), 'utf8'))
  })
  assert.ok(orders.length > 20)
  for (const file of orders) assert.ok(list.includes(`from './${file}'`), file)
})

test('orderOfPurlType() knows the order of a type and nothing for a type that it does not know', () => {
  assert.ok((orderOfPurlType('deb')?.('1.0~rc1', '1.0') ?? 0) < 0)
  assert.ok((orderOfPurlType('rpm')?.('1.0^a', '1.0') ?? 0) > 0)
  assert.equal(orderOfPurlType('toString'), undefined)
  assert.equal(orderOfPurlType('swid'), undefined)
})
