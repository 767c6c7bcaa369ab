import test from 'node:test'
import assert from 'node:assert/strict'
import { codesOf, renderErrors } from './errors.ts'

const source = {
  path: 'packages/demo/src/a.ts',
  text: "export type DemoErrorCode = 'DEMO_ONE' | 'DEMO_TWO'\n\nthrow new DemoError('DEMO_ONE', `Cannot do ${x}: found | y`)\n",
}

test('codesOf() finds every literal of an error union and nothing else', () => {
  assert.deepEqual(
    codesOf([source, { path: 'packages/demo/src/b.ts', text: "const x = 'NOT_A_CODE'\n" }]).map(
      ({ code }) => code,
    ),
    ['DEMO_ONE', 'DEMO_TWO'],
  )
})

test('renderErrors() gives each code its first message, placeholders hidden, table marks escaped', () => {
  assert.match(renderErrors([source]), /\| `DEMO_ONE` \| packages\/demo \| Cannot do …: found \\\| y \|/)
})
