import test from 'node:test'
import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import {
  type EvidenceLine,
  type EvidenceStatement,
  evidenceHash,
  evidenceStart,
  provenControls,
  readEvidence,
  signEvidence,
} from './evidence.ts'

const { publicKey, privateKey } = generateKeyPairSync('ed25519')
const day = 24 * 60 * 60 * 1000
const statement: EvidenceStatement = {
  v: 1,
  device: 'pump:1',
  version: '1.0.0',
  fileSha256: 'a'.repeat(64),
  probe: 'tls-downgrade',
  probeVersion: '1',
  control: 'device-tls',
  result: 'held',
  did: 'offered TLS 1.1',
  saw: 'a refused handshake',
  at: 10 * day,
}
const scope = {
  now: 11 * day,
  days: 30,
  version: '1.0.0',
  fileSha256: 'a'.repeat(64),
  controls: [{ id: 'device-tls', probes: ['tls-downgrade'] }],
}

function chain(...statements: readonly Partial<EvidenceStatement>[]): EvidenceLine[] {
  const lines: EvidenceLine[] = []
  for (const part of statements) {
    const last = lines.at(-1)
    lines.push(signEvidence({ ...statement, ...part }, last ? evidenceHash(last) : evidenceStart, privateKey))
  }
  return lines
}
const written = (lines: readonly EvidenceLine[]): string =>
  lines.map((line) => JSON.stringify(line)).join('\n')

test('readEvidence() returns the lines of a sound file', () => {
  const lines = chain({}, { result: 'failed' })
  assert.deepEqual(readEvidence(written(lines), publicKey), { ok: true, lines })
})

test('readEvidence() refuses a changed, dropped, moved, foreign or broken line, and says which', () => {
  const [a, b, c] = chain({}, { result: 'failed' }, {}) as [EvidenceLine, EvidenceLine, EvidenceLine]
  const stranger = signEvidence(statement, evidenceStart, generateKeyPairSync('ed25519').privateKey)
  const cases: [string, string, number][] = [
    [written([a, { ...b, result: 'held' }, c]), 'EVIDENCE_FORGED', 2],
    [written([a, c]), 'EVIDENCE_CHAIN_BROKEN', 2],
    [written([b, a, c]), 'EVIDENCE_CHAIN_BROKEN', 1],
    [written([stranger]), 'EVIDENCE_FORGED', 1],
    [`${written([a])}\n{"v":2}`, 'EVIDENCE_SYNTAX', 2],
    ['not json', 'EVIDENCE_SYNTAX', 1],
  ]
  for (const [text, code, line] of cases) {
    const result = readEvidence(text, publicKey)
    assert.ok(!result.ok)
    assert.deepEqual([result.code, result.line], [code, line])
  }
})

test('provenControls() believes fresh passing evidence for this version of this file only', () => {
  assert.deepEqual(provenControls(chain({}), scope), { proven: ['device-tls'], failed: [] })
  for (const stale of [
    { at: 12 * day },
    { version: '0.9.0' },
    { fileSha256: 'b'.repeat(64) },
    { result: 'not-run' as const },
  ]) {
    assert.deepEqual(provenControls(chain(stale), scope), { proven: [], failed: [] })
  }
  assert.deepEqual(provenControls(chain({}), { ...scope, now: 50 * day }), { proven: [], failed: [] })
})

test('provenControls() takes the latest result, and wants every declared probe', () => {
  assert.deepEqual(provenControls(chain({}, { result: 'failed' }), scope), {
    proven: [],
    failed: ['device-tls'],
  })
  assert.deepEqual(provenControls(chain({ result: 'failed' }, {}), scope), {
    proven: ['device-tls'],
    failed: [],
  })
  const two = { ...scope, controls: [{ id: 'device-tls', probes: ['tls-downgrade', 'other'] }] }
  assert.deepEqual(provenControls(chain({}), two), { proven: [], failed: [] })
})
