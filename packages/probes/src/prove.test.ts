import test from 'node:test'
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { readEvidence } from '@pericard/protocol'
import { EvidenceWriter, proveAll } from './index.ts'
import { target } from '../test/twins.ts'

const { privateKey, publicKey } = generateKeyPairSync('ed25519')

test('proveAll() writes one verifiable line for each control and probe, and names a probe that does not exist', async () => {
  const context = { device: 'twin:1', version: '1', fileSha256: 'a'.repeat(64), key: privateKey }
  const lines: string[] = []
  const entries = await proveAll({
    target: target({}),
    writer: new EvidenceWriter(context),
    now: () => 1_767_225_600_000,
    onLine: (line) => lines.push(line),
  })
  assert.deepEqual(
    entries.map(({ control, probe, result }) => [control, probe, result]),
    [
      ['envelope', 'command-outside-envelope', 'not-run'],
      ['envelope', 'command-by-wrong-role', 'not-run'],
      ['odd', 'no-such-probe', 'not-run'],
    ],
  )
  const read = readEvidence(`${lines.join('\n')}\n`, publicKey)
  assert.ok(read.ok)
  assert.equal(read.lines.length, 2)
  const forged = lines.map((line) => line.replace('"not-run"', '"held"')).join('\n')
  assert.equal(readEvidence(forged, publicKey).ok, false)
})
