import { type Bytes, compareBytes, concat, utf8 } from '@pericard/base'
import { createSealed, load, unseal } from '../commands/objects.ts'
import { pcrRead } from '../commands/pcrs.ts'
import { policyPcr } from '../commands/policies.ts'
import { TpmError } from '../errors.ts'
import { Reader, tpm2b, u8 } from '../marshal.ts'
import { pcrDigestOf, pcrPolicyOf } from '../pcr.ts'
import { storageKeyTemplate } from '../public-area.ts'
import type { Tpm } from '../tpm.ts'

const magic = utf8('PCTPM1')
/** A sealed object takes no more (part 2, 11.1.15: MAX_SYM_DATA). */
export const sealedBytesMax = 128

/**
 * Seals a secret to this TPM and to the present values of PCRs. What is returned may lie anywhere: it holds the wrapped object, the
 * numbers of the registers and the name of the parent key.
 */
export async function sealToPcrs(
  tpm: Tpm,
  { secret, pcrs }: { readonly secret: Uint8Array; readonly pcrs: readonly number[] },
): Promise<Bytes> {
  if (secret.length === 0 || secret.length > sealedBytesMax)
    throw new TpmError('TPM_REFUSED', `Cannot seal ${secret.length} bytes: wanted 1 to ${sealedBytesMax}`)
  return tpm.using('owner', storageKeyTemplate, async (parent) => {
    const policy = pcrPolicyOf(pcrs, pcrDigestOf(await pcrRead(tpm, pcrs)))
    const object = await tpm.salted(parent, 'hmac', (session) =>
      createSealed(tpm, parent, session, { secret, policy }),
    )
    const registers = new Uint8Array([...pcrs].sort((a, b) => a - b))
    return concat(
      ...[magic, u8(registers.length), registers, parent.name],
      ...[tpm2b(object.publicArea), tpm2b(object.privateArea)],
    )
  })
}

/**
 * Opens what `sealToPcrs` made. The secret crosses the bus encrypted; wipe it after use.
 *
 * @throws {TpmError} `TPM_POLICY_REFUSED` where the registers have other values, `TPM_FOREIGN_BLOB` for another TPM's,
 * `TPM_BLOB_MALFORMED`
 */
export async function unsealFromPcrs(tpm: Tpm, blob: Uint8Array): Promise<Bytes> {
  const { pcrs, parentName, object } = readBlob(blob)
  return tpm.using('owner', storageKeyTemplate, async (parent) => {
    // Who puts themselves between us and the TPM would offer a key of their own for the salt; the blob remembers the right one.
    if (compareBytes(parent.name, parentName) !== 0)
      throw new TpmError(
        'TPM_FOREIGN_BLOB',
        'Cannot unseal: it was sealed by another TPM, or its owner seed was changed; nothing was changed',
      )
    const loaded = await load(tpm, parent, object)
    try {
      return await tpm.salted(parent, 'policy', async (session) => {
        await policyPcr(tpm, session, pcrs)
        return unseal(tpm, loaded, session)
      })
    } finally {
      await tpm.flush(loaded.handle)
    }
  })
}

/** Name of the storage key that a blob was sealed under. @throws {TpmError} `TPM_BLOB_MALFORMED` */
export function parentOf(blob: Uint8Array): Bytes {
  return readBlob(blob).parentName
}

interface Sealed {
  readonly pcrs: readonly number[]
  readonly parentName: Bytes
  readonly object: { readonly publicArea: Bytes; readonly privateArea: Bytes }
}

function readBlob(blob: Uint8Array): Sealed {
  try {
    const reader = new Reader(blob)
    if (compareBytes(reader.take(magic.length), magic) !== 0) throw new Error('another format')
    const pcrs = [...reader.take(reader.u8())]
    const parentName = reader.take(34)
    const object = { publicArea: reader.tpm2b(), privateArea: reader.tpm2b() }
    reader.end()
    return { pcrs, parentName, object }
  } catch (cause) {
    const found = 'it is not something that sealToPcrs() made, or it was cut'
    throw new TpmError('TPM_BLOB_MALFORMED', `Cannot unseal: ${found}; nothing was changed`, { cause })
  }
}
