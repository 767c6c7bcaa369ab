/** The client against an emulator, and the same results as Debian's tpm2-tools on it. */
import test from 'node:test'
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SocketTransport } from '../src/adapters/socket.ts'
import {
  getProperty,
  identityOf,
  makeCredential,
  NvCounter,
  NvSecret,
  openCredential,
  parentOf,
  pcrDigestOf,
  pcrExtend,
  pcrRead,
  property,
  quoteOf,
  sealToPcrs,
  Tpm,
  unsealFromPcrs,
  verifyQuote,
} from '../src/index.ts'
import { pcrPolicyOf } from '../src/pcr.ts'
import { startSwtpm, type Swtpm, swtpmMissing } from './swtpm.ts'

const pcrs = [0, 7]
const auth = new Uint8Array(randomBytes(32))
const counterIndex = 0x0185_0101
const skip = swtpmMissing
const folder = mkdtempSync(join(tmpdir(), 'pericard-tpm-'))
const running: Swtpm[] = []
test.after(async () => {
  for (const each of running) await each.remove()
  rmSync(folder, { recursive: true, force: true })
})

async function emulator(state?: string): Promise<Swtpm> {
  const started = await startSwtpm(state)
  running.push(started)
  return started
}

async function withTpm<T>(use: (tpm: Tpm, swtpm: Swtpm) => Promise<T>, given?: Swtpm): Promise<T> {
  const swtpm = given ?? (await emulator())
  const tpm = await swtpm.connect()
  try {
    return await use(tpm, swtpm)
  } finally {
    await tpm.close()
  }
}

test('what is sealed opens while the registers stand, and no more after one was extended', { skip }, () =>
  withTpm(async (tpm) => {
    const secret = new Uint8Array(randomBytes(32))
    const blob = await sealToPcrs(tpm, { secret, pcrs })
    assert.deepEqual(await unsealFromPcrs(tpm, blob), secret)
    await pcrExtend(tpm, 1, new Uint8Array(32).fill(1))
    assert.deepEqual(await unsealFromPcrs(tpm, blob), secret, 'a register that it is not sealed to')
    await pcrExtend(tpm, 7, new Uint8Array(32).fill(1))
    await assert.rejects(unsealFromPcrs(tpm, blob), { code: 'TPM_POLICY_REFUSED' })
  }),
)

test('a blob opens on no other TPM, altered nowhere, and cut nowhere', { skip }, async () => {
  const secret = new Uint8Array(randomBytes(32))
  await withTpm(async (tpm) => {
    const blob = await sealToPcrs(tpm, { secret, pcrs })
    await withTpm((other) => assert.rejects(unsealFromPcrs(other, blob), { code: 'TPM_FOREIGN_BLOB' }))
    for (let bit = 0; bit < blob.length * 8; bit += 3) {
      const flipped = blob.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))
      await assert.rejects(unsealFromPcrs(tpm, flipped), { name: 'TpmError' }, `bit ${bit}`)
    }
    for (let length = 0; length < blob.length; length++)
      await assert.rejects(unsealFromPcrs(tpm, blob.slice(0, length)), { code: 'TPM_BLOB_MALFORMED' })
    assert.deepEqual(await unsealFromPcrs(tpm, blob), secret, 'nothing was lost on the way')
  })
})

test('a counter never goes back: not by a restart, not by being removed and made again', {
  skip,
}, async () => {
  const swtpm = await emulator()
  const first = await withTpm(async (tpm) => {
    const counter = new NvCounter(tpm, counterIndex, auth)
    const value = await counter.read()
    assert.equal(await counter.increment(), value + 1)
    assert.equal(await counter.read(), value + 1)
    await assert.rejects(new NvCounter(tpm, counterIndex, new Uint8Array(32)).increment(), {
      code: 'TPM_AUTH_FAILED',
    })
    return value + 1
  }, swtpm)
  await swtpm.stop()
  const again = await emulator(swtpm.state)
  await withTpm(async (tpm) => {
    const counter = new NvCounter(tpm, counterIndex, auth)
    assert.equal(await counter.read(), first)
    await new NvSecret(tpm, { index: counterIndex, auth, pcrs, size: 8 }).destroy()
    assert.ok((await counter.read()) > first)
    await new NvSecret(tpm, { index: counterIndex, auth, pcrs, size: 8 }).write(new Uint8Array(8))
    await assert.rejects(counter.read(), { code: 'TPM_NV_TAKEN' })
  }, again)
})

test(
  'a secret in NV is read under the registers it was made with, and is gone once destroyed',
  { skip },
  () =>
    withTpm(async (tpm) => {
      const secret = new NvSecret(tpm, { index: 0x0185_0110, auth, pcrs: [7], size: 40 })
      assert.equal(await secret.read(), undefined)
      const bytes = new Uint8Array(randomBytes(40))
      await secret.write(bytes)
      assert.deepEqual(await secret.read(), bytes)
      await pcrExtend(tpm, 7, new Uint8Array(32).fill(1))
      await assert.rejects(secret.read(), { code: 'TPM_POLICY_REFUSED' })
      const bare = { index: 0x0185_0111, auth, pcrs: [], size: 40 }
      await new NvSecret(tpm, bare).write(bytes)
      assert.deepEqual(await new NvSecret(tpm, bare).read(), bytes)
      const stranger = new NvSecret(tpm, { ...bare, auth: new Uint8Array(32) })
      await assert.rejects(stranger.read(), { code: 'TPM_AUTH_FAILED' })
      await secret.destroy()
      await secret.destroy()
      assert.equal(await secret.read(), undefined)
    }),
)

test('a quote is believed with its key, challenge and registers, and with nothing else', { skip }, () =>
  withTpm(async (tpm) => {
    const { attestation, endorsement } = await identityOf(tpm)
    const qualifying = new Uint8Array(randomBytes(32))
    const quote = await quoteOf(tpm, { qualifying, pcrs })
    const claim = { ...quote, publicArea: attestation, qualifying, pcrs }
    assert.deepEqual(verifyQuote(claim).pcrDigest, pcrDigestOf(await pcrRead(tpm, pcrs)))
    const code = 'TPM_QUOTE_REFUSED'
    assert.throws(() => verifyQuote({ ...claim, qualifying: new Uint8Array(32) }), { code })
    assert.throws(() => verifyQuote({ ...claim, pcrs: [0] }), { code })
    assert.throws(() => verifyQuote({ ...claim, publicArea: endorsement }), { code })
    const other = await withTpm((tpm2) => identityOf(tpm2))
    assert.throws(() => verifyQuote({ ...claim, publicArea: other.attestation }), { code })
    for (const part of ['attest', 'signature'] as const) {
      for (let bit = 0; bit < quote[part].length * 8; bit++) {
        const flipped = quote[part].map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))
        assert.throws(() => verifyQuote({ ...claim, [part]: flipped }), { code }, `${part} bit ${bit}`)
      }
      for (let length = 0; length < quote[part].length; length++)
        assert.throws(() => verifyQuote({ ...claim, [part]: quote[part].slice(0, length) }), { code })
    }
  }),
)

test('a credential opens only in the TPM of its endorsement key, for the key that it names', { skip }, () =>
  withTpm(async (tpm) => {
    const identity = await identityOf(tpm)
    const secret = new Uint8Array(randomBytes(32))
    assert.deepEqual(await openCredential(tpm, makeCredential(identity, secret)), secret)
    await withTpm(async (other) => {
      const foreign = await identityOf(other)
      await assert.rejects(openCredential(other, makeCredential(identity, secret)), { name: 'TpmError' })
      const mixed = { endorsement: identity.endorsement, attestation: foreign.attestation }
      await assert.rejects(openCredential(tpm, makeCredential(mixed, secret)), { name: 'TpmError' })
    })
    const swapped = { endorsement: identity.attestation, attestation: identity.endorsement }
    assert.throws(() => makeCredential(swapped, secret), { code: 'TPM_CREDENTIAL_REFUSED' })
  }),
)

test('a copied state of a TPM goes on from the same start, and each further start is counted in its quotes', {
  skip,
}, async () => {
  const swtpm = await emulator()
  const identity = await withTpm((tpm) => identityOf(tpm), swtpm)
  await swtpm.stop()
  const copy = join(folder, 'copy')
  cpSync(swtpm.state, copy, { recursive: true, filter: (path) => !path.includes('.sock') })
  const claimOf = async (each: Swtpm): Promise<number> =>
    withTpm(async (tpm) => {
      const quote = await quoteOf(tpm, { qualifying: new Uint8Array(8), pcrs })
      const wanted = { publicArea: identity.attestation, qualifying: new Uint8Array(8), pcrs }
      return verifyQuote({ ...quote, ...wanted }).resetCount
    }, each)
  const first = await claimOf(await emulator(swtpm.state))
  const copied = await emulator(copy)
  assert.equal(await claimOf(copied), first, 'the copy starts where the first did')
  await copied.stop()
  assert.ok((await claimOf(await emulator(copy))) > first, 'a start that the first never saw')
})

test('wrong authorizations of a counter neither move it nor lock the TPM out', { skip }, () =>
  withTpm(async (tpm) => {
    const counter = new NvCounter(tpm, counterIndex, auth)
    const value = await counter.read()
    const stranger = new NvCounter(tpm, counterIndex, new Uint8Array(32))
    for (let tries = 0; tries < 40; tries++)
      await assert.rejects(stranger.increment(), { code: 'TPM_AUTH_FAILED' })
    assert.equal(await getProperty(tpm, property.lockoutCounter), 0)
    assert.equal(await counter.read(), value)
    assert.equal(await getProperty(tpm, 0x0fff_0000), undefined)
  }),
)

/** The tool's own words about what it refuses would only look like a failure here. */
const stdio: ['ignore', 'pipe', 'ignore'] = ['ignore', 'pipe', 'ignore']
const tools = existsSync('/usr/bin/tpm2_pcrread') && existsSync('/usr/bin/tpm2_checkquote')
const withTools =
  swtpmMissing ||
  (tools || process.env['CI'] === 'true' ? false : 'tpm2-tools is missing: apt-get install tpm2-tools')

test('tpm2-tools on the same emulator see the same registers, policy, counter, keys and quote', {
  skip: withTools,
}, async () => {
  const swtpm = await emulator()
  const run = (program: string, ...args: string[]): string =>
    execFileSync(program, args, {
      encoding: 'utf8',
      stdio,
      env: { ...process.env, TPM2TOOLS_TCTI: `swtpm:path=${swtpm.path}` },
    })
  const file = (name: string): string => join(folder, name)
  const qualifying = new Uint8Array(randomBytes(16))
  const ours = await withTpm(async (tpm) => {
    await pcrExtend(tpm, 7, new Uint8Array(32).fill(5))
    const counter = new NvCounter(tpm, counterIndex, new Uint8Array([0x61]))
    await counter.increment()
    const value = await counter.increment()
    const { attestation, endorsement } = await identityOf(tpm)
    const quote = await quoteOf(tpm, { qualifying, pcrs })
    return { values: await pcrRead(tpm, pcrs), value, attestation, endorsement, quote }
  }, swtpm)
  run('tpm2_pcrread', 'sha256:0,7', '-o', file('pcrs'))
  assert.deepEqual(execFileSync('cat', [file('pcrs')]), Buffer.concat(ours.values))
  run('tpm2_createpolicy', '--policy-pcr', '-l', 'sha256:0,7', '-L', file('policy'))
  assert.deepEqual(
    execFileSync('cat', [file('policy')]),
    Buffer.from(pcrPolicyOf(pcrs, pcrDigestOf(ours.values))),
  )
  const counted = run('tpm2_nvread', `0x${counterIndex.toString(16)}`, '-P', 'a', '-o', file('count'))
  assert.equal(counted, '')
  assert.equal(Number(execFileSync('cat', [file('count')]).readBigUInt64BE()), ours.value)
  for (const kind of ['-t', '-l', '-s']) run('tpm2_flushcontext', kind)
  run('tpm2_createek', '-G', 'ecc', '-c', file('ek'), '-f', 'tpmt', '-u', file('ek.pub'))
  assert.deepEqual(execFileSync('cat', [file('ek.pub')]), Buffer.from(ours.endorsement))
  const sized = Buffer.concat([Buffer.from([0, ours.attestation.length]), ours.attestation])
  for (const [name, bytes] of Object.entries({
    key: sized,
    attest: ours.quote.attest,
    signature: ours.quote.signature,
  }))
    writeFileSync(file(name), bytes)
  const nonce = Buffer.from(qualifying).toString('hex')
  const args = ['-u', file('key'), '-m', file('attest'), '-s', file('signature'), '-g', 'sha256', '-q', nonce]
  run('tpm2_checkquote', ...args)
  assert.throws(
    () => run('tpm2_checkquote', ...args.slice(0, -1), '00'),
    'the tool refuses another challenge',
  )
})

test('tpm2-tools load and unseal what we sealed, and no more after a register was extended', {
  skip: withTools,
}, async () => {
  const swtpm = await emulator()
  const secret = new Uint8Array(randomBytes(32))
  const blob = Buffer.from(await withTpm((tpm) => sealToPcrs(tpm, { secret, pcrs }), swtpm))
  const objectAt = 'PCTPM1'.length + 1 + pcrs.length + 34
  const privateAt = objectAt + 2 + blob.readUInt16BE(objectAt)
  const file = (name: string): string => join(folder, `sealed-${name}`)
  writeFileSync(file('public'), blob.subarray(objectAt, privateAt))
  writeFileSync(file('private'), blob.subarray(privateAt))
  const run = (program: string, ...args: string[]): Buffer => {
    const env = { ...process.env, TPM2TOOLS_TCTI: `swtpm:path=${swtpm.path}` }
    const out = execFileSync(program, args, { stdio, env })
    execFileSync('tpm2_flushcontext', ['-t'], { stdio, env })
    return out
  }
  const attributes = 'fixedtpm|fixedparent|sensitivedataorigin|userwithauth|noda|restricted|decrypt'
  const template = ['-G', 'ecc256:aes128cfb', '-g', 'sha256', '-a', attributes]
  run('tpm2_createprimary', '-C', 'o', ...template, '-c', file('parent'))
  const parts = ['-u', file('public'), '-r', file('private')]
  run('tpm2_load', '-C', file('parent'), ...parts, '-c', file('object'))
  const unseal = (): Buffer => run('tpm2_unseal', '-c', file('object'), '-p', 'pcr:sha256:0,7')
  assert.deepEqual(unseal(), Buffer.from(secret))
  await withTpm((tpm) => pcrExtend(tpm, 7, new Uint8Array(32).fill(1)), swtpm)
  assert.throws(unseal, 'the tool is refused, too')
})

test('a TPM whose storage key is known is not exchanged for another', { skip }, async () => {
  const [swtpm, other] = [await emulator(), await emulator()]
  const known = await withTpm(async (tpm) => parentOf(await sealToPcrs(tpm, { secret: auth, pcrs })), swtpm)
  const count = async (each: Swtpm): Promise<number> => {
    const tpm = new Tpm(await SocketTransport.open({ path: each.path }), { storageKey: known })
    try {
      return await new NvCounter(tpm, counterIndex, auth).increment()
    } finally {
      await tpm.close()
    }
  }
  assert.ok((await count(swtpm)) > 0)
  await assert.rejects(count(other), { code: 'TPM_FOREIGN_BLOB' })
})
