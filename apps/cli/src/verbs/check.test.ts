import test from 'node:test'
import assert from 'node:assert/strict'
import { createHash, generateKeyPairSync } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { canonicalJson } from '@pericard/base'
import { evidenceHash, type EvidenceLine, evidenceStart, signEvidence } from '@pericard/protocol'
import { folder, verb } from '../../test/run.ts'
import { starterFile } from '../../test/starter.ts'

const run = verb('check', 'registerCheck')

test('check exits 1 on an open device, says what to do first and writes no colour into a pipe', (context) => {
  const file = join(folder(context), 'device.yaml')
  writeFileSync(file, starterFile({ authentication: '[]' }))
  const { status, out, err } = run(file)
  assert.equal(status, 1, err)
  assert.match(out, /POLICY NOT MET/)
  assert.match(out, /Do first\n {2}1\. \w+\.\w+/)
  assert.ok(out.split('\n').length <= 50, 'it fits one screen')
  assert.ok(!out.includes('\u001b'))
})

test('check exits 0 where every goal is as deep as wanted', (context) => {
  const file = join(folder(context), 'device.yaml')
  writeFileSync(file, starterFile({ authentication: '[badge, pin]' }))
  const { status, out, err } = run(file)
  assert.equal(status, 0, out + err)
  assert.match(out, /POLICY MET/)
  assert.equal(run(file, '--assume', 'control:badge').status, 1, 'one line is left')
  assert.equal(run(file, '--level', 'proven').status, 1, 'nothing is proven yet')
})

test('check exits 2 on a broken file, a missing one and an unknown event, and names the place or the nearest event', (context) => {
  const path = folder(context)
  const [broken, sound] = [join(path, 'broken.yaml'), join(path, 'device.yaml')]
  writeFileSync(broken, 'pericard: 1\ndevise: {}\n')
  writeFileSync(sound, starterFile({ authentication: '[badge, pin]' }))
  const bad = run(broken)
  assert.equal(bad.status, 2)
  assert.match(bad.err, /broken\.yaml:2:1: /)
  const unknown = run(sound, '--assume', 'control:bagde')
  assert.equal(unknown.status, 2)
  assert.match(unknown.err, /did you mean "control:badge"\?/)
})

test('check --explain tells the attack with its lines, what would raise the depth, and why rules are silent', (context) => {
  const file = join(folder(context), 'device.yaml')
  writeFileSync(file, starterFile({ authentication: '[badge]' }))
  const { status, out, err } = run(file, '--explain', 'readings')
  assert.equal(status, 1, err)
  assert.match(out, /readings disclosed {2}declared 1, enforced 1, proven 0, wanted ≥2/)
  assert.match(out, /Shortest attack, once control:badge happened:\n {4}1\. .*device\.yaml:\d+/)
  assert.match(out, /To raise it to (2|3|>3) \(the fewest are 1\):/)
  assert.match(out, /Rules that looked and stayed silent/)
  const unknown = run(file, '--explain', 'reedings')
  assert.equal(unknown.status, 2)
  assert.match(unknown.err, /no asset "reedings"; did you mean "readings"\?/)
})

test('check prints the analysis as JSON and writes SARIF 2.1.0 with places', (context) => {
  const path = folder(context)
  const [file, sarif] = [join(path, 'device.yaml'), join(path, 'out.sarif')]
  writeFileSync(file, starterFile({ authentication: '[]' }))
  const analysis = JSON.parse(run(file, '--json', '--sarif', sarif).out) as { met: boolean; goals: unknown[] }
  assert.equal(analysis.met, false)
  const log = JSON.parse(readFileSync(sarif, 'utf8')) as {
    version: string
    runs: {
      tool: { driver: { rules: { id: string }[] } }
      results: { ruleId: string; locations: unknown[] }[]
    }[]
  }
  assert.equal(log.version, '2.1.0')
  const [only] = log.runs
  assert.ok(
    only?.results.some((result) => result.ruleId === 'defence-depth' && result.locations.length === 1),
  )
  const known = new Set(only?.tool.driver.rules.map(({ id }) => id))
  assert.ok(only?.results.every(({ ruleId }) => known.has(ruleId)))
})

test('check refuses evidence without a key to verify it', (context) => {
  const file = join(folder(context), 'device.yaml')
  writeFileSync(file, starterFile({ authentication: '[badge, pin]' }))
  const { status, err } = run(file, '--evidence', file)
  assert.equal(status, 2)
  assert.match(err, /--evidence-key/)
})

test('check believes signed evidence for this file, and only with the right key', (context) => {
  const path = folder(context)
  const [file, out, pem, wrong] = ['device.yaml', 'evidence.ndjson', 'key.pem', 'wrong.pem'].map((name) =>
    join(path, name),
  ) as [string, string, string, string]
  const text = starterFile({ authentication: '[badge, pin]' })
  writeFileSync(file, text)
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  writeFileSync(pem, publicKey.export({ type: 'spki', format: 'pem' }))
  writeFileSync(wrong, generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }))
  const lines: EvidenceLine[] = []
  for (const control of ['badge', 'pin']) {
    const last = lines.at(-1)
    lines.push(
      signEvidence(
        {
          v: 1,
          device: 'monitor:1',
          version: '1.0',
          fileSha256: createHash('sha256').update(text).digest('hex'),
          probe: 'tls-downgrade',
          probeVersion: '1',
          control,
          result: 'held',
          did: 'tried',
          saw: 'refused',
          at: Date.UTC(2025, 11, 31),
        },
        last === undefined ? evidenceStart : evidenceHash(last),
        privateKey,
      ),
    )
  }
  writeFileSync(out, lines.map((line) => `${canonicalJson(line)}\n`).join(''))
  const proven = run(file, '--level', 'proven', '--evidence', out, '--evidence-key', pem)
  assert.equal(proven.status, 0, proven.out + proven.err)
  const forged = run(file, '--level', 'proven', '--evidence', out, '--evidence-key', wrong)
  assert.equal(forged.status, 2)
  assert.match(forged.err, /EVIDENCE_FORGED/)
})
