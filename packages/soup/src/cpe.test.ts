import test from 'node:test'
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { compareCpe, compareCpeValue, type CpeName, type CpeValue, formatCpe, parseCpe } from './cpe.ts'

function parsed(text: string): CpeName {
  const name = parseCpe(text)
  assert.ok(name !== undefined, text)
  return name
}

/** A name whose version is the given piece of a formatted string. */
function versioned(piece: string): CpeName {
  return parsed(`cpe:2.3:a:microsoft:internet_explorer:${piece}:*:*:*:*:*:*:*`)
}

test('parseCpe() and formatCpe() agree on the formatted strings of NIST IR 7695', () => {
  for (const text of [
    'cpe:2.3:a:microsoft:internet_explorer:8.0.6001:beta:*:*:*:*:*:*',
    'cpe:2.3:a:microsoft:internet_explorer:8.*:sp?:*:*:*:*:*:*',
    'cpe:2.3:a:hp:insight_diagnostics:7.4.0.1570:-:*:*:online:win2003:x64:*',
    String.raw`cpe:2.3:a:foo\\bar:big\$money:2010:*:*:*:special:ipod_touch:80gb:*`,
    String.raw`cpe:2.3:a:gnu:libstdc\+\+:1\:2.0\*:*:*:*:*:*:*:*`,
    'cpe:2.3:o:linux:linux_kernel:-:*:*:*:*:*:*:*',
    'cpe:2.3:*:*:*:*:*:*:*:*:*:*:*',
  ]) {
    assert.equal(formatCpe(parsed(text)), text)
  }
})

test('parseCpe() reads URIs, their escapes and a packed edition', () => {
  const known: [string, string][] = [
    [
      'cpe:/a:microsoft:internet_explorer:8.0.6001:beta',
      'cpe:2.3:a:microsoft:internet_explorer:8.0.6001:beta:*:*:*:*:*:*',
    ],
    [
      'cpe:/a:microsoft:internet_explorer:8.%02:sp%01',
      'cpe:2.3:a:microsoft:internet_explorer:8.*:sp?:*:*:*:*:*:*',
    ],
    [
      'cpe:/a:hp:insight_diagnostics:7.4.0.1570:-:~~online~win2003~x64~',
      'cpe:2.3:a:hp:insight_diagnostics:7.4.0.1570:-:*:*:online:win2003:x64:*',
    ],
    ['cpe:/a:foo%5cbar:big%24money:2010', String.raw`cpe:2.3:a:foo\\bar:big\$money:2010:*:*:*:*:*:*:*`],
    ['cpe:/o:linux:linux_kernel:-::x86', 'cpe:2.3:o:linux:linux_kernel:-:*:x86:*:*:*:*:*'],
    ['cpe:/h:philips:intellivue', 'cpe:2.3:h:philips:intellivue:*:*:*:*:*:*:*:*'],
  ]
  for (const [uri, formatted] of known) assert.equal(formatCpe(parsed(uri)), formatted)
})

test('parseCpe() takes what generators cut off or leave unescaped, without regard to case', () => {
  assert.equal(
    formatCpe(parsed('cpe:2.3:a:OpenSSL:OpenSSL:1.1.1k')),
    'cpe:2.3:a:openssl:openssl:1.1.1k:*:*:*:*:*:*:*',
  )
  assert.equal(
    formatCpe(parsed('cpe:2.3:a:gnu:glibc:2.36-9+deb12u4:*:*:*:*:*:*:*')),
    String.raw`cpe:2.3:a:gnu:glibc:2.36-9\+deb12u4:*:*:*:*:*:*:*`,
  )
})

test('parseCpe() refuses what is no name', () => {
  for (const bad of [
    '',
    'cpe:2.3:',
    'cpe:2.3:a:b',
    'cpe:2.3:x:b:c:1',
    'cpe:2.3:a::c:1',
    'cpe:2.3:a:b*c:d',
    'cpe:2.3:a:b:c:**',
    'cpe:2.3:a:b:c:1\\',
    'cpe:2.3:a:b:c:1:*:*:*:*:*:*:*:*',
    'cpe:2.3:a:b:c d:1',
    'cpe:/a:b:c:%zz',
    'cpe:/a:b:c:%1b',
    'cpe:/a:b:c:1:2:~a~b:en',
    'cpe:/a:b:c:1:2:3:en:x',
    'pkg:npm/a',
    `cpe:2.3:a:b:${'c'.repeat(3000)}`,
  ]) {
    assert.equal(parseCpe(bad), undefined, bad.slice(0, 60))
  }
})

test('compareCpeValue() follows each row of table 6-2 of NIST IR 7696', () => {
  const rows: [source: string, target: string, relation: string][] = [
    ['*', '*', 'equal'],
    ['*', '-', 'superset'],
    ['*', '8.0', 'superset'],
    ['*', '8.*', 'unclear'],
    ['-', '*', 'subset'],
    ['-', '-', 'equal'],
    ['-', '8.0', 'disjoint'],
    ['-', '8.*', 'unclear'],
    ['8.0', '8.0', 'equal'],
    ['8.0', '9.0', 'disjoint'],
    ['8.0', '8.*', 'unclear'],
    ['8.0', '-', 'disjoint'],
    ['8.0', '*', 'subset'],
    ['8.*', '8.0', 'superset'],
    ['8.*', '9.0', 'disjoint'],
    ['8.*', '*', 'subset'],
    ['8.*', '-', 'disjoint'],
    ['8.*', '8.1*', 'unclear'],
    ['sp??', 'sp1', 'superset'],
    ['sp??', 'sp123', 'disjoint'],
    ['?p1', 'sp1', 'superset'],
    ['*a', 'aaa', 'superset'],
    ['??a', 'aaa', 'superset'],
    ['?a', 'aaa', 'disjoint'],
    [String.raw`8.\*`, '8.0', 'disjoint'],
  ]
  for (const [source, target, relation] of rows) {
    assert.equal(
      compareCpeValue(versioned(source).version, versioned(target).version),
      relation,
      `${source} ${target}`,
    )
  }
})

test('compareCpe() tells names apart by what the advisory and the component say', () => {
  const component = parsed('cpe:2.3:a:openssl:openssl:1.1.1:k:*:*:*:linux:x64:*')
  const rows: [source: string, relation: string][] = [
    ['cpe:2.3:a:openssl:openssl:*:*:*:*:*:*:*:*', 'superset'],
    ['cpe:2.3:a:openssl:openssl:1.1.1:k:*:*:*:linux:x64:*', 'equal'],
    ['cpe:2.3:a:openssl:openssl:1.1.1:k:*:*:*:windows:*:*', 'disjoint'],
    ['cpe:2.3:a:openssl:openssl:1.1.1:-:*:*:*:*:*:*', 'disjoint'],
    ['cpe:2.3:a:openssl:openssl:1.1.1:k:fips:*:*:linux:x64:*', 'subset'],
    ['cpe:2.3:a:openssl:openssl:1.1.1:k:fips:*:*:*:*:*', 'unclear'],
    ['cpe:2.3:o:openssl:openssl:*:*:*:*:*:*:*:*', 'disjoint'],
  ]
  for (const [source, relation] of rows) assert.equal(compareCpe(parsed(source), component), relation, source)
})

test('compareCpe() turns round with its arguments, and every name equals itself', () => {
  const value: fc.Arbitrary<CpeValue> = fc.oneof(
    fc.constant({ kind: 'any' } as const),
    fc.constant({ kind: 'none' } as const),
    fc.record(
      {
        kind: fc.constant('text' as const),
        text: fc
          .stringMatching(/^[a-z0-9.:*?\\+ _-]{1,4}$/)
          .filter((text) => text !== '-' && !text.includes(' ')),
        before: fc.constantFrom('', '', '*', '?'),
        after: fc.constantFrom('', '', '*', '??'),
      },
      { noNullPrototype: true },
    ),
  )
  const name = fc.tuple(value, value, value).map(([vendor, version, update]) => ({
    ...versioned('*'),
    vendor,
    version,
    update,
  }))
  const turned = {
    equal: 'equal',
    superset: 'subset',
    subset: 'superset',
    disjoint: 'disjoint',
    unclear: 'unclear',
  }
  fc.assert(
    fc.property(name, name, (a, b) => {
      assert.deepEqual(parseCpe(formatCpe(a)), a)
      assert.equal(compareCpe(a, a), 'equal')
      const [there, back] = [compareCpe(a, b), compareCpe(b, a)]
      // The specification leaves wildcards in the target open, so one way can say more than the other.
      if (there !== 'unclear' && back !== 'unclear') assert.equal(back, turned[there])
    }),
    { numRuns: 3000 },
  )
})
