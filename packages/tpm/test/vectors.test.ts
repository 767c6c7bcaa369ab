/** `conformance/tpm`: what is sent for each command and what an answer means, byte for byte. */
import test from 'node:test'
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { kdfa, kdfe } from '../src/kdf.ts'
import { endorsementKeyTemplate, storageKeyTemplate } from '../src/public-area.ts'
import { nvReadPublic } from '../src/commands/nv.ts'
import { getProperty, pcrExtend, pcrRead, readClock, Tpm } from '../src/index.ts'

interface Exchange {
  readonly command: string
  readonly sent: string
  readonly answered: string
  readonly means: unknown
}
interface Vectors {
  readonly exchanges: readonly Exchange[]
  readonly kdfa: { key: string; label: string; u: string; v: string; bytes: number; out: string }
  readonly kdfe: { z: string; label: string; u: string; v: string; out: string }
}

const url = new URL('../../../conformance/tpm/exchanges.json', import.meta.url)
const vectors = JSON.parse(readFileSync(url, 'utf8')) as Vectors
const bytes = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text, 'hex'))
const text = (given: Uint8Array): string => Buffer.from(given).toString('hex')

const asked: Readonly<Record<string, (tpm: Tpm) => Promise<unknown>>> = {
  TPM2_PCR_Read: async (tpm) => (await pcrRead(tpm, [0, 7])).map(text),
  TPM2_PCR_Extend: async (tpm) => (await pcrExtend(tpm, 7, new Uint8Array(32).fill(1)), 'done'),
  TPM2_ReadClock: (tpm) => readClock(tpm),
  TPM2_GetCapability: (tpm) => getProperty(tpm, 0x20f),
  TPM2_NV_ReadPublic: async (tpm) => {
    const { attributes, size } = await nvReadPublic(tpm, 0x0185_0101)
    return { attributes, size }
  },
  'TPM2_CreatePrimary (storage)': async (tpm) =>
    text((await tpm.createPrimary('owner', storageKeyTemplate)).name),
  'TPM2_CreatePrimary (endorsement)': async (tpm) =>
    text((await tpm.createPrimary('endorsement', endorsementKeyTemplate)).name),
}

for (const { command, sent, answered, means } of vectors.exchanges) {
  test(`${command} is sent and read as in the vectors, and no cut or longer answer is read`, async () => {
    const ask = asked[command]
    assert.ok(ask !== undefined, `a test knows ${command}`)
    const answering = (answer: Uint8Array<ArrayBuffer>): Tpm =>
      new Tpm({
        send: async (given) => {
          assert.equal(text(given), sent)
          return answer
        },
        close: async () => undefined,
      })
    assert.deepEqual(await ask(answering(bytes(answered))), means)
    const whole = bytes(answered)
    for (let length = 0; length < whole.length; length++)
      await assert.rejects(ask(answering(whole.slice(0, length))), { code: 'TPM_RESPONSE_MALFORMED' })
    await assert.rejects(ask(answering(bytes(`${answered}00`))), { code: 'TPM_RESPONSE_MALFORMED' })
  })
}

test('KDFa and KDFe give what the vectors say', () => {
  const a = vectors.kdfa
  assert.equal(text(kdfa(bytes(a.key), a.label, bytes(a.u), bytes(a.v), a.bytes)), a.out)
  const e = vectors.kdfe
  assert.equal(text(kdfe(bytes(e.z), e.label, bytes(e.u), bytes(e.v))), e.out)
})
