/** The vectors, the examples and the published schema all agree with the parser. */
import test from 'node:test'
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { parse } from 'yaml'
import {
  type DeviceIssueCode,
  deviceFileSchema,
  parseDeviceFile,
  renderDeviceFileSchema,
  renderKeyTables,
  starterDeviceFile,
  structuralCodes,
} from '../src/index.ts'

const root = new URL('../../../', import.meta.url).pathname
const vectors = globSync('conformance/device-file/*/*.yaml', { cwd: root }).sort()
const examples = globSync('examples/*/device.yaml', { cwd: root }).sort()
const validate = new Ajv2020({ strict: true, strictTypes: false, allErrors: true }).compile(
  deviceFileSchema(),
)

function read(path: string): string {
  return readFileSync(root + path, 'utf8')
}

test('every vector gives exactly the issues that stand beside it', () => {
  assert.ok(vectors.length > 30)
  for (const path of vectors) {
    const result = parseDeviceFile(read(path))
    const found = result.ok
      ? []
      : result.issues.map(({ code, position }) => `${position.line}:${position.column} ${code}`)
    const expected = path.includes('/valid/')
      ? []
      : (JSON.parse(read(path.replace('.yaml', '.expect.json'))) as { issues: string[] }).issues
    assert.deepEqual(found, expected, path)
    assert.equal(result.ok, path.includes('/valid/'), path)
  }
})

test('the published schema refuses a file exactly where the parser finds a structural issue', () => {
  let compared = 0
  for (const path of [...vectors, ...examples]) {
    const result = parseDeviceFile(read(path))
    const codes = result.ok ? [] : result.issues.map(({ code }) => code as DeviceIssueCode)
    // What is wrong with the text itself never becomes a value that a schema could look at.
    if (codes.some((code) => /^(FILE|INCLUDE|KEY_(TWICE|FORBIDDEN|NOT_TEXT))/.test(code))) continue
    compared++
    assert.equal(validate(parse(read(path)) ?? null), !codes.some((code) => structuralCodes.has(code)), path)
  }
  assert.ok(compared > 20)
})

test('the schema on disk is the one that the code renders', () => {
  assert.equal(read('docs/specs/device-file.schema.json'), renderDeviceFileSchema(), 'run "npm run docs"')
})

test('every property in the schema has a description', () => {
  const bare: string[] = []
  const look = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, child] of Object.entries(value)) {
      const here = `${path}/${key}`
      const isProperty = path.endsWith('/properties')
      if (isProperty && !('description' in child) && !('const' in child)) bare.push(here)
      look(child, here)
    }
  }
  look(deviceFileSchema(), '')
  assert.deepEqual(bare, [])
})

test('the tables of keys on disk are those that the schema gives, and name every key', () => {
  const page = read('docs/specs/device-file-keys.md')
  assert.equal(page, renderKeyTables(), 'run "npm run docs"')
  for (const key of ['case-by', 'minimum-interval', 'session-rules', 'rests-on', 'end-of-support', 'unlock'])
    assert.ok(page.includes(`| \`${key}\` |`), key)
})

test('the examples parse, and every SOUP item with a package URL stands in their SBOM', () => {
  assert.equal(examples.length, 3)
  for (const path of examples) {
    const result = parseDeviceFile(read(path), { file: path })
    assert.ok(result.ok, result.ok ? '' : JSON.stringify(result.issues))
    const folder = path.slice(0, path.lastIndexOf('/'))
    const purls = result.file.soup.sboms.flatMap((sbom) => {
      const { components } = JSON.parse(read(`${folder}/${sbom}`)) as { components: { purl: string }[] }
      return components.map(({ purl }) => purl)
    })
    assert.ok(purls.length >= 40, `${path}: a real SBOM`)
    for (const item of result.file.soup.items)
      assert.ok(item.purl !== undefined && purls.includes(item.purl), `${path}: ${item.purl}`)
  }
})

test('starterDeviceFile() gives a file that the parser takes, whatever the names', () => {
  assert.ok(parseDeviceFile(starterDeviceFile()).ok)
  const result = parseDeviceFile(
    starterDeviceFile({ id: 'my-pump', name: 'Pump: "A" # 1', manufacturer: 'M\nN' }),
  )
  assert.ok(result.ok, result.ok ? '' : JSON.stringify(result.issues))
  assert.equal(result.file.device.name, 'Pump: "A" # 1')
  assert.ok(!parseDeviceFile(starterDeviceFile({ id: 'No Id', name: 'N', manufacturer: 'M' })).ok)
})
