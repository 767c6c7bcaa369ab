/** Unsealing 32 bytes as a device does at boot, against `clevis decrypt` on the same emulated TPM. */
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { sealToPcrs, unsealFromPcrs } from '@pericard/tpm'
import { startSwtpm } from '@pericard/tpm/testing'
import { atLeast, type BenchRow, interleaved } from './bench.ts'

const clevis = '/usr/bin/clevis-decrypt-tpm2'
const bars = { name: 'tpm-unseal', unit: 'x faster', bar: 10, aim: 30 }

export async function run(): Promise<BenchRow[]> {
  if (!existsSync('/usr/bin/swtpm') || !existsSync(clevis))
    return [atLeast({ ...bars, value: 0, against: 'clevis decrypt, or swtpm, absent' })]
  const swtpm = await startSwtpm()
  try {
    const tcti = `swtpm:path=${swtpm.path}`
    const env = { ...process.env, TPM2TOOLS_TCTI: tcti, TCTI: tcti }
    const secret = new Uint8Array(randomBytes(32))
    const jwe = execFileSync('clevis', ['encrypt', 'tpm2', '{"pcr_bank":"sha256","pcr_ids":"0,7"}'], {
      input: secret,
      env,
    })
    const seal = await swtpm.connect()
    const blob = await sealToPcrs(seal, { secret, pcrs: [0, 7] })
    await seal.close()
    const times = await interleaved({
      ours: async () => {
        const tpm = await swtpm.connect()
        const opened = await unsealFromPcrs(tpm, blob)
        await tpm.close()
        if (Buffer.compare(opened, secret) !== 0) throw new Error('our unseal gave something else')
      },
      clevis: () => {
        const opened = execFileSync('clevis', ['decrypt'], { input: jwe, env })
        if (Buffer.compare(opened, secret) !== 0) throw new Error('clevis gave something else')
      },
    })
    const against = `clevis decrypt (${times.clevis.toFixed(0)} ms; ours ${times.ours.toFixed(1)} ms), swtpm`
    return [atLeast({ ...bars, value: times.clevis / times.ours, against })]
  } finally {
    await swtpm.remove()
  }
}
