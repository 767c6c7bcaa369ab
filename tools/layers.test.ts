/** Arrows between packages go one way, and pure packages do no I/O. A new arrow is an edit to the table. */
import test from 'node:test'
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'

/** package → what it may import. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  base: [],
  model: ['base'],
  analysis: ['base', 'model'],
  soup: ['base', 'model'],
  report: ['base', 'model', 'analysis'],
  tpm: ['base'],
  vault: ['base'],
  protocol: ['base', 'model', 'analysis'],
  update: ['base', 'tpm', 'vault'],
  guard: ['base', 'model', 'protocol', 'tpm', 'update', 'vault'],
  fleet: ['base', 'model', 'analysis', 'soup', 'protocol', 'tpm'],
  probes: ['base', 'model', 'protocol'],
  cli: [
    'base',
    'model',
    'analysis',
    'soup',
    'tpm',
    'vault',
    'update',
    'protocol',
    'guard',
    'fleet',
    'probes',
    'report',
    'guardd',
    'fleetd',
  ],
  guardd: ['base', 'model', 'guard', 'update', 'vault', 'protocol', 'tpm'],
  fleetd: ['base', 'model', 'fleet', 'soup', 'protocol'],
  console: ['analysis', 'protocol'],
}
const pure = new Set(['base', 'model', 'analysis', 'soup', 'report', 'tpm', 'vault', 'protocol'])
/** Pure code may use these: no I/O behind them. */
const pureNodeModules = new Set(['node:crypto', 'node:util', 'node:buffer', 'node:zlib'])

interface Import {
  readonly file: string
  readonly owner: string
  readonly target: string
}

function importsOf(file: string, text: string): Import[] {
  const owner = /^(?:packages|apps)\/([^/]+)\//.exec(file)?.[1] ?? ''
  const found = text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)
  return [...found].map((match) => ({ file, owner, target: match[1] ?? '' }))
}

/** What is wrong with one import, or undefined. */
export function faultOf({ file, owner, target }: Import): string | undefined {
  const test = /\.(test|contract)\.tsx?$|\/test\//.test(file)
  const ours = /^@pericard\/([^/]+)(\/.+)?$/.exec(target)
  if (ours) {
    const to = ours[1] ?? ''
    const allowed = arrows[owner] ?? []
    if (to === owner || allowed.includes(to)) return undefined
    return `${file}: ${owner} may not import ${to}`
  }
  if (target.startsWith('.') && target.includes('/src/') && !test)
    return `${file}: reaches into another package: ${target}`
  if (target.startsWith('@pericard')) return `${file}: unknown package ${target}`
  if (
    target.startsWith('node:') &&
    pure.has(owner) &&
    !test &&
    !file.includes('/adapters/') &&
    !pureNodeModules.has(target)
  ) {
    return `${file}: ${owner} is pure and may not import ${target}`
  }
  return undefined
}

const files = globSync('{packages,apps}/*/{src,bin,test}/**/*.{ts,tsx}').map((file) =>
  file.replaceAll('\\', '/'),
)

test('layers: every import follows an arrow of the table', () => {
  const faults = files.flatMap((file) => importsOf(file, readFileSync(file, 'utf8'))).map(faultOf)
  assert.deepEqual(
    faults.filter((fault) => fault !== undefined),
    [],
  )
  assert.ok(files.length > 10, 'the test looked at the sources')
})

test('layers: pure packages read no clock and no randomness but through a port', () => {
  const banned =
    /\bDate\.now\(|new Date\(\)|\bMath\.random\(|\bprocess\.(env|argv|cwd)|\bfetch\(|\bperformance\.now/
  const faults = files
    .filter((file) => pure.has(/^packages\/([^/]+)\//.exec(file)?.[1] ?? ''))
    .filter((file) => !/\.(test|contract)\.ts$|\/test\/|\/adapters\/|base\/src\/ports\.ts$/.test(file))
    .filter((file) => banned.test(readFileSync(file, 'utf8')))
  assert.deepEqual(faults, [])
})

test('layers: the test fires on a wrong arrow, on I/O in a pure package and on reaching inside', () => {
  const planted = [
    { file: 'packages/model/src/x.ts', owner: 'model', target: '@pericard/guard' },
    { file: 'packages/model/src/x.ts', owner: 'model', target: 'node:fs' },
    { file: 'packages/guard/src/x.ts', owner: 'guard', target: '../../vault/src/key.ts' },
  ]
  for (const bad of planted) assert.ok(faultOf(bad), bad.target)
  assert.equal(
    faultOf({ file: 'packages/guard/src/x.ts', owner: 'guard', target: '@pericard/vault' }),
    undefined,
  )
})

test('layers: package.json names exactly the arrows that are used', () => {
  for (const manifest of globSync('{packages,apps}/*/package.json')) {
    const owner = manifest.split(/[\\/]/)[1] ?? ''
    const parsed = JSON.parse(readFileSync(manifest, 'utf8')) as { dependencies?: Record<string, string> }
    for (const dependency of Object.keys(parsed.dependencies ?? {})) {
      const to = /^@pericard\/(.+)$/.exec(dependency)?.[1]
      if (to)
        assert.ok(arrows[owner]?.includes(to), `${manifest} names ${to}, which the table does not allow`)
    }
  }
})
