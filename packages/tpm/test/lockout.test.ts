/** Somebody else's wrong tries put the TPM in lockout: a denial of service that must not reach the device's share (CWE-645). */
import test from 'node:test'
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { getProperty, NvCounter, NvSecret, property, sealToPcrs, unsealFromPcrs } from '../src/index.ts'
import { startSwtpm, swtpmMissing } from './swtpm.ts'

const tools = existsSync('/usr/bin/tpm2_nvdefine')
const skip =
  swtpmMissing ||
  (tools || process.env['CI'] === 'true' ? false : 'tpm2-tools is missing: apt-get install tpm2-tools')
const auth = new Uint8Array(32).fill(3)
const index = 0x0185_0101

test('a TPM that others have put in lockout still gives the share, counts and keeps secrets', {
  skip,
}, async () => {
  const swtpm = await startSwtpm()
  const env = { ...process.env, TPM2TOOLS_TCTI: `swtpm:path=${swtpm.path}` }
  const run = (program: string, ...args: string[]): string => {
    const { status, stderr } = spawnSync(program, args, { env, encoding: 'utf8' })
    return status === 0 ? '' : stderr
  }
  try {
    const secret = new Uint8Array(32).fill(9)
    let tpm = await swtpm.connect()
    const blob = await sealToPcrs(tpm, { secret: secret.slice(), pcrs: [0, 7] })
    const before = await new NvCounter(tpm, index, auth).increment()
    await tpm.close()
    run('tpm2_nvdefine', '-C', 'o', '-p', 'right', '-s', '8', '-a', 'authread|authwrite', '0x1500001')
    let said = ''
    for (let tries = 0; tries < 50 && !/lockout/i.test(said); tries++)
      said = run('tpm2_nvread', '-C', '0x1500001', '-P', 'wrong', '0x1500001')
    assert.match(said, /lockout/i)
    tpm = await swtpm.connect()
    const [failed = 0, most = Infinity] = [
      await getProperty(tpm, property.lockoutCounter),
      await getProperty(tpm, property.lockoutMax),
    ]
    assert.ok(failed >= most, `${failed} of ${most} tries failed`)
    assert.deepEqual(await unsealFromPcrs(tpm, blob), secret)
    assert.equal(await new NvCounter(tpm, index, auth).increment(), before + 1)
    const kept = new NvSecret(tpm, { index: 0x0185_0110, auth, pcrs: [], size: 32 })
    await kept.write(secret)
    assert.deepEqual(await kept.read(), secret)
    await kept.destroy()
    assert.equal(await kept.read(), undefined)
    await tpm.close()
  } finally {
    await swtpm.remove()
  }
})
