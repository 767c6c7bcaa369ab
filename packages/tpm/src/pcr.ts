/** Selections and digests of platform configuration registers, SHA-256 bank (part 2, 10.6). */
import { createHash } from 'node:crypto'
import { type Bytes, concat } from '@pericard/base'
import { alg, cc } from './constants.ts'
import { TpmError } from './errors.ts'
import { type Reader, u16, u32, u8 } from './marshal.ts'

/** PCRs of a PC client TPM. */
export const pcrsMax = 24
const selectBytes = 3

/** TPML_PCR_SELECTION with one bank. @throws {TpmError} `TPM_REFUSED` for a register that does not exist */
export function pcrSelection(pcrs: readonly number[]): Bytes {
  const bits = new Uint8Array(selectBytes)
  for (const pcr of pcrs) {
    if (!Number.isInteger(pcr) || pcr < 0 || pcr >= pcrsMax)
      throw new TpmError('TPM_REFUSED', `Cannot select PCR ${pcr}: wanted 0 to ${pcrsMax - 1}`)
    bits[pcr >> 3] = (bits[pcr >> 3] ?? 0) | (1 << (pcr & 7))
  }
  return concat(u32(1), u16(alg.sha256), u8(selectBytes), bits)
}

/** Reads a selection of one SHA-256 bank; undefined where it is another. */
export function readPcrSelection(reader: Reader): number[] | undefined {
  const banks = reader.u32()
  if (banks !== 1) return undefined
  const hash = reader.u16()
  const bits = reader.take(reader.u8())
  if (hash !== alg.sha256) return undefined
  return [...bits].flatMap((byte, at) =>
    [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => (byte >> bit) & 1).map((bit) => at * 8 + bit),
  )
}

/** Digest over the values of selected registers in rising order, as quotes and policies hold it. */
export function pcrDigestOf(values: readonly Uint8Array[]): Bytes {
  return new Uint8Array(
    createHash('sha256')
      .update(concat(...values))
      .digest(),
  )
}

/** The policy digest of one PolicyPCR (part 3, 23.7). */
export function pcrPolicyOf(pcrs: readonly number[], digest: Uint8Array): Bytes {
  const text = concat(new Uint8Array(32), u32(cc.policyPcr), pcrSelection(pcrs), digest)
  return new Uint8Array(createHash('sha256').update(text).digest())
}
