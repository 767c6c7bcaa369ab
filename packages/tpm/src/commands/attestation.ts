import { type Bytes, concat } from '@pericard/base'
import { alg, cc } from '../constants.ts'
import { tpm2b, u16 } from '../marshal.ts'
import { pcrSelection } from '../pcr.ts'
import { password, type Session } from '../session.ts'
import type { LoadedKey, Tpm } from '../tpm.ts'

/** What a TPM says of itself, signed by its attestation key: TPMS_ATTEST and TPMT_SIGNATURE as bytes. */
export interface Quote {
  readonly attest: Bytes
  readonly signature: Bytes
}

/** Bytes of data that a quote can cover (part 2, 10.4.3: TPM2B_DATA). */
export const qualifyingBytesMax = 64

/** TPM2_Quote (part 3, 18.4) of registers of the SHA-256 bank. */
export async function quote(
  tpm: Tpm,
  key: LoadedKey,
  { qualifying, pcrs }: { qualifying: Uint8Array; pcrs: readonly number[] },
): Promise<Quote> {
  const { parameters } = await tpm.run({
    ...{ name: 'TPM2_Quote', code: cc.quote, handles: [key] },
    authorizations: [password()],
    parameters: concat(tpm2b(qualifying), u16(alg.null), pcrSelection(pcrs)),
  })
  const attest = parameters.tpm2b()
  return { attest, signature: parameters.take(parameters.left) }
}

/**
 * TPM2_ActivateCredential (part 3, 12.5): gives the secret only where `key` lies in the TPM of the endorsement key that it was
 * made for.
 *
 * @throws {TpmError} where it does not
 */
export async function activateCredential(
  tpm: Tpm,
  keys: { readonly key: LoadedKey; readonly endorsement: LoadedKey },
  session: Session,
  { blob, secret }: { blob: Bytes; secret: Bytes },
): Promise<Bytes> {
  const { parameters } = await tpm.run({
    ...{ name: 'TPM2_ActivateCredential', code: cc.activateCredential },
    handles: [keys.key, keys.endorsement],
    authorizations: [password(), session.use({ encrypt: true })],
    parameters: concat(tpm2b(blob), tpm2b(secret)),
  })
  const credential = parameters.tpm2b()
  parameters.end()
  return credential
}
