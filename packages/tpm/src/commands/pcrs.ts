import { type Bytes, concat } from '@pericard/base'
import { permanent } from '../command.ts'
import { alg, cc } from '../constants.ts'
import { malformed, u16, u32 } from '../marshal.ts'
import { pcrSelection, readPcrSelection } from '../pcr.ts'
import { password } from '../session.ts'
import type { Tpm } from '../tpm.ts'

/** Registers that a TPM gives at once (part 2, 10.9.7: a TPML_DIGEST holds 8). */
const registersAtOnce = 8

/** TPM2_PCR_Read (part 3, 22.4): values of the registers in rising order. */
export async function pcrRead(tpm: Tpm, pcrs: readonly number[]): Promise<Bytes[]> {
  const values: Bytes[] = []
  const sorted = [...new Set(pcrs)].sort((a, b) => a - b)
  for (let from = 0; from < sorted.length; from += registersAtOnce) {
    const wanted = sorted.slice(from, from + registersAtOnce)
    const { parameters } = await tpm.run({
      ...{ name: 'TPM2_PCR_Read', code: cc.pcrRead, handles: [] },
      parameters: pcrSelection(wanted),
    })
    parameters.u32()
    const given = readPcrSelection(parameters)
    const count = parameters.u32()
    if (given?.join() !== wanted.join() || count !== wanted.length)
      throw malformed('TPM2_PCR_Read: other registers than those that were asked for')
    for (let at = 0; at < count; at++) values.push(parameters.tpm2b())
    parameters.end()
  }
  return values
}

/** TPM2_PCR_Extend (part 3, 22.2) of the SHA-256 bank. */
export async function pcrExtend(tpm: Tpm, pcr: number, digest: Uint8Array): Promise<void> {
  const { parameters } = await tpm.run({
    ...{ name: 'TPM2_PCR_Extend', code: cc.pcrExtend, handles: [permanent(pcr)] },
    authorizations: [password()],
    parameters: concat(u32(1), u16(alg.sha256), digest),
  })
  parameters.end()
}
