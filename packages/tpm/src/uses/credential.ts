/** Proof that an attestation key lies in the TPM of an endorsement key (part 1, 24). */
import { createCipheriv, createHmac } from 'node:crypto'
import { type Bytes, concat } from '@pericard/base'
import { activateCredential } from '../commands/attestation.ts'
import { policyEndorsement } from '../commands/policies.ts'
import { TpmError } from '../errors.ts'
import { kdfa } from '../kdf.ts'
import { tpm2b } from '../marshal.ts'
import {
  attestationKeyTemplate,
  endorsementKeyTemplate,
  isAttestationKey,
  isEndorsementKey,
  keyOfPoint,
  nameOf,
  readEccPublic,
} from '../public-area.ts'
import { saltFor, type Tpm } from '../tpm.ts'

const empty = new Uint8Array()
const secretBytesMax = 32

/** Public areas (TPMT_PUBLIC) by which a TPM is known. */
export interface TpmIdentity {
  readonly endorsement: Bytes
  readonly attestation: Bytes
}

/** A secret that only one TPM can give back, and only if it holds one key. */
export interface Credential {
  readonly blob: Bytes
  readonly secret: Bytes
}

/** The keys by which this TPM is known: both follow from its endorsement seed and are the same each time. */
export async function identityOf(tpm: Tpm): Promise<TpmIdentity> {
  const endorsement = await tpm.using(
    'endorsement',
    endorsementKeyTemplate,
    async ({ publicArea }) => publicArea,
  )
  const attestation = await tpm.using(
    'endorsement',
    attestationKeyTemplate,
    async ({ publicArea }) => publicArea,
  )
  return { endorsement, attestation }
}

/**
 * Makes a credential, without a TPM (part 1, 24.4). Who returns `secret` has the TPM of the endorsement key, and the attestation key
 * lies in it.
 *
 * @throws {TpmError} `TPM_CREDENTIAL_REFUSED` for keys that are none of these
 */
export function makeCredential(identity: TpmIdentity, secret: Uint8Array): Credential {
  const endorsement = readEccPublic(identity.endorsement)
  const attestation = readEccPublic(identity.attestation)
  if (!isEndorsementKey(endorsement))
    throw refused('the endorsement key is not by the template of the TCG profile')
  if (!isAttestationKey(attestation)) throw refused('the attestation key may sign what its TPM did not make')
  if (secret.length === 0 || secret.length > secretBytesMax)
    throw refused(`the secret has ${secret.length} bytes, wanted 1 to ${secretBytesMax}`)
  keyOfPoint(endorsement.point)
  keyOfPoint(attestation.point)
  const name = nameOf(identity.attestation)
  const { salt: seed, sealed } = saltFor({ ecc: endorsement }, 'IDENTITY')
  const cipher = createCipheriv('aes-128-cfb', kdfa(seed, 'STORAGE', name, empty, 16), new Uint8Array(16))
  const hidden = concat(cipher.update(tpm2b(secret)), cipher.final())
  const hmac = createHmac('sha256', kdfa(seed, 'INTEGRITY', empty, empty, 32)).update(concat(hidden, name))
  return { blob: concat(tpm2b(hmac.digest()), hidden), secret: sealed }
}

/** Gives the secret of a credential back. @throws {TpmError} where it was made for another TPM or another key */
export function openCredential(tpm: Tpm, credential: Credential): Promise<Bytes> {
  return tpm.using('endorsement', endorsementKeyTemplate, (endorsement) =>
    tpm.using('endorsement', attestationKeyTemplate, (key) =>
      tpm.salted(endorsement, 'policy', async (session) => {
        await policyEndorsement(tpm, session)
        return activateCredential(tpm, { key, endorsement }, session, credential)
      }),
    ),
  )
}

function refused(why: string): TpmError {
  return new TpmError('TPM_CREDENTIAL_REFUSED', `Cannot make a credential: ${why}`)
}
