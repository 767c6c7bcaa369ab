import test from 'node:test'
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { folder, verb } from '../../test/run.ts'
import { starterFile } from '../../test/starter.ts'

const run = verb('register', 'registerRegister')

test('register exits 1 below policy and 0 where it is met, and prints the register that was asked for', (context) => {
  const file = join(folder(context), 'device.yaml')
  writeFileSync(file, starterFile({ authentication: '[]' }))
  const open = run(file, '--which', 'breach')
  assert.equal(open.status, 1, open.err)
  assert.match(open.out, /^Data-breach register$/m)
  assert.match(open.out, /\[open today\]/)
  assert.doesNotMatch(open.out, /^Function-compromise register$/m)
  // What rule cards find in the starter is accepted here, so that only the depths decide.
  const sound = starterFile({ authentication: '[badge, pin]' })
  writeFileSync(file, sound)
  const { findings } = JSON.parse(run(file, '--format', 'json').out) as {
    findings: readonly { id: string; severity: string }[]
  }
  const accepted = findings
    .filter(({ severity }) => severity === 'high')
    .map(
      ({ id }, index) =>
        `  - { id: a${index}, finding: "${id}", owner: Ada, reason: a test, expires: 2026-12-31 }\n`,
    )
  writeFileSync(file, `${sound}${accepted.length === 0 ? '' : 'accepted:\n'}${accepted.join('')}`)
  const met = run(file)
  assert.equal(met.status, 0, met.out + met.err)
  assert.equal(run(file, '--level', 'proven').status, 1, 'nothing is proven')
})

test('register writes JSON, one CSV, a folder of CSVs and a page', (context) => {
  const path = folder(context)
  const file = join(path, 'device.yaml')
  writeFileSync(file, starterFile({ authentication: '[]' }))
  const json = JSON.parse(run(file, '--format', 'json').out) as { breach: unknown[]; cvss: object }
  assert.ok(json.breach.length > 0 && 'paths' in json.cvss)
  assert.match(run(file, '--format', 'csv', '--which', 'residual').out, /^"Standing","Risk",/)
  const csv = join(path, 'registers')
  assert.equal(run(file, '--format', 'csv', '--out', csv).status, 1)
  assert.deepEqual(readdirSync(csv).toSorted(), [
    'breach.csv',
    'cvss.csv',
    'findings.csv',
    'function.csv',
    'intersection.csv',
    'residual.csv',
  ])
  const page = join(path, 'page.html')
  assert.equal(run(file, '--format', 'html', '--out', page).out, '')
  const html = readFileSync(page, 'utf8')
  for (const id of ['register-breach', 'view-global', 'view-multi-patient', 'view-update', 'view-use-cases'])
    assert.ok(html.includes(`id="${id}"`), id)
})

test('register exits 2 and writes nothing on a broken file, an unknown event, evidence without its key and CSV without a choice', (context) => {
  const path = folder(context)
  const file = join(path, 'device.yaml')
  const out = join(path, 'out.html')
  writeFileSync(file, 'pericard: 1\ndevice: 3\n')
  const broken = run(file, '--format', 'html', '--out', out)
  assert.equal(broken.status, 2)
  assert.match(broken.err, /device\.yaml:2:/)
  assert.ok(!existsSync(out))
  writeFileSync(file, starterFile({ authentication: '[]' }))
  assert.match(run(file, '--assume', 'control:bage').err, /badge/)
  assert.equal(run(file, '--evidence', file).status, 2)
  const csv = run(file, '--format', 'csv')
  assert.equal(csv.status, 2)
  assert.match(csv.err, /name it with --which \(breach, function/)
})
