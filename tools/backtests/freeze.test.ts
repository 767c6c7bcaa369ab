import test from 'node:test'
import assert from 'node:assert/strict'
import { fingerprintOf, frozenFingerprint, rulesEntry } from './freeze.ts'

const sources: Readonly<Record<string, string>> = {
  'r/index.ts': "import { a } from './a.ts'\nimport type { T } from '../types.ts'\n",
  'r/a.ts': "import {\n  help,\n} from '../help.ts'\nexport const a = help\n",
  'help.ts': 'export const help = 1\n',
  'types.ts': 'export type T = 1\n',
}

function fingerprint(changes: Readonly<Record<string, string>> = {}): string {
  const all = { ...sources, ...changes }
  return fingerprintOf('r/index.ts', (path) => all[path])
}

test('a change of a rule, or of what it imports however far, changes the fingerprint', () => {
  assert.match(fingerprint(), /^[0-9a-f]{64}$/)
  assert.notEqual(fingerprint({ 'r/a.ts': `${sources['r/a.ts']}// ` }), fingerprint())
  assert.notEqual(fingerprint({ 'help.ts': 'export const help = 2\n' }), fingerprint())
})

test('what rules do not run changes nothing', () => {
  assert.equal(fingerprint({ 'types.ts': 'export type T = 2\n', 'other.ts': '' }), fingerprint())
})

test('an import of nothing is an error rather than a smaller fingerprint', () => {
  assert.throws(
    () => fingerprintOf('r/index.ts', (path) => (path === 'help.ts' ? undefined : sources[path])),
    {
      message: /found no help\.ts/,
    },
  )
})

test('the fingerprint of the rules is read back from a results page', () => {
  const own = fingerprintOf(rulesEntry)
  assert.equal(frozenFingerprint(`with 3 rules, whose sources have SHA-256 \`${own}\`.`), own)
  assert.equal(frozenFingerprint('# Backtests'), undefined)
})
