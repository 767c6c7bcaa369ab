/** Public areas of keys and sealed objects (part 2, 12.2) as templates and as what a TPM answers. */
import { createHash, createPublicKey, type KeyObject } from 'node:crypto'
import { type Bytes, concat } from '@pericard/base'
import { alg, curveP256, objectAttribute as is } from './constants.ts'
import { TpmError } from './errors.ts'
import { Reader, tpm2b, u16, u32 } from './marshal.ts'

const empty = new Uint8Array()
const aes128Cfb = concat(u16(alg.aes), u16(128), u16(alg.cfb))
const coordinateBytes = 32

function eccKey(
  attributes: number,
  policy: Uint8Array,
  symmetric: Uint8Array,
  scheme: Uint8Array,
  unique: Uint8Array,
): Bytes {
  const parameters = concat(symmetric, scheme, u16(curveP256), u16(alg.null))
  return concat(u16(alg.ecc), u16(alg.sha256), u32(attributes), tpm2b(policy), parameters, unique)
}

const noPoint = concat(tpm2b(empty), tpm2b(empty))

/** A storage key on P-256: the parent of sealed objects and the receiver of salts. The same for each call on one TPM. */
export const storageKeyTemplate: Bytes = eccKey(
  is.fixedTpm |
    is.fixedParent |
    is.sensitiveDataOrigin |
    is.userWithAuth |
    is.noDa |
    is.restricted |
    is.decrypt,
  empty,
  aes128Cfb,
  u16(alg.null),
  noPoint,
)

/** A signing key that signs only what the TPM itself made: an attestation key. */
export const attestationKeyTemplate: Bytes = eccKey(
  is.fixedTpm | is.fixedParent | is.sensitiveDataOrigin | is.userWithAuth | is.noDa | is.restricted | is.sign,
  empty,
  u16(alg.null),
  concat(u16(alg.ecdsa), u16(alg.sha256)),
  noPoint,
)

/** PolicySecret of the endorsement hierarchy, which the TCG EK Credential Profile (2.5, B.3) gives endorsement keys. */
const endorsementPolicy = (() => {
  const start = new Uint8Array(32)
  const secret = createHash('sha256')
    .update(concat(start, u32(0x0000_0151), u32(0x4000_000b)))
    .digest()
  return new Uint8Array(createHash('sha256').update(secret).update(empty).digest())
})()

/** Template L-2 of the TCG EK Credential Profile 2.5 (B.4.4): the endorsement key on P-256. */
export const endorsementKeyTemplate: Bytes = eccKey(
  is.fixedTpm | is.fixedParent | is.sensitiveDataOrigin | is.adminWithPolicy | is.restricted | is.decrypt,
  endorsementPolicy,
  aes128Cfb,
  u16(alg.null),
  concat(tpm2b(new Uint8Array(32)), tpm2b(new Uint8Array(32))),
)

/** A sealed object that opens only under a policy. */
export function sealedTemplate(policy: Uint8Array): Bytes {
  const attributes = is.fixedTpm | is.fixedParent | is.noDa | is.adminWithPolicy
  return concat(
    ...[u16(alg.keyedHash), u16(alg.sha256), u32(attributes), tpm2b(policy)],
    ...[u16(alg.null), tpm2b(empty)],
  )
}

/** Name of a public area: the algorithm and the digest of its bytes (part 1, 16). Takes TPMT_PUBLIC without its size. */
export function nameOf(publicArea: Uint8Array): Bytes {
  return concat(u16(alg.sha256), createHash('sha256').update(publicArea).digest())
}

/** A point of P-256. */
export interface Point {
  readonly x: Bytes
  readonly y: Bytes
}

export interface EccPublic {
  readonly attributes: number
  readonly policy: Bytes
  readonly point: Point
}

/**
 * Reads the public area of a P-256 key.
 *
 * @throws {TpmError} `TPM_RESPONSE_MALFORMED` where it is anything else
 */
export function readEccPublic(publicArea: Uint8Array): EccPublic {
  const reader = new Reader(publicArea)
  const type = reader.u16()
  const nameAlg = reader.u16()
  const attributes = reader.u32()
  const policy = reader.tpm2b()
  if (type !== alg.ecc || nameAlg !== alg.sha256) throw wrong('it is not an elliptic-curve key with SHA-256')
  if (reader.u16() !== alg.null) reader.take(4)
  if (reader.u16() !== alg.null) reader.take(2)
  if (reader.u16() !== curveP256) throw wrong('its curve is not P-256')
  if (reader.u16() !== alg.null) reader.take(2)
  const point = { x: padded(reader.tpm2b()), y: padded(reader.tpm2b()) }
  reader.end()
  return { attributes, policy, point }
}

/** Whether a key is one that only signs what its TPM made and that never leaves it. */
export function isAttestationKey({ attributes }: EccPublic): boolean {
  const needs = is.fixedTpm | is.fixedParent | is.sensitiveDataOrigin | is.restricted | is.sign
  return (attributes & needs) === needs && (attributes & is.decrypt) === 0
}

/** Whether a key is an endorsement key by the profile's template. */
export function isEndorsementKey(key: EccPublic): boolean {
  const needs = is.fixedTpm | is.fixedParent | is.sensitiveDataOrigin | is.restricted | is.decrypt
  return (
    (key.attributes & needs) === needs &&
    (key.attributes & is.sign) === 0 &&
    Buffer.compare(key.policy, endorsementPolicy) === 0
  )
}

/** A point as a public key of Node's. @throws {TpmError} where it is not on the curve */
export function keyOfPoint({ x, y }: Point): KeyObject {
  const text = (bytes: Bytes): string => Buffer.from(bytes).toString('base64url')
  try {
    return createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: text(x), y: text(y) }, format: 'jwk' })
  } catch (cause) {
    throw new TpmError('TPM_RESPONSE_MALFORMED', 'Cannot use a public key: its point is not on P-256', {
      cause,
    })
  }
}

/** The point of a public key of Node's. */
export function pointOfKey(key: KeyObject): Point {
  const { x = '', y = '' } = key.export({ format: 'jwk' })
  return { x: new Uint8Array(Buffer.from(x, 'base64url')), y: new Uint8Array(Buffer.from(y, 'base64url')) }
}

export function marshalPoint({ x, y }: Point): Bytes {
  return concat(tpm2b(x), tpm2b(y))
}

/** A TPM may leave out leading zeros. */
function padded(coordinate: Bytes): Bytes {
  if (coordinate.length > coordinateBytes) throw wrong('a coordinate has more than 32 bytes')
  return concat(new Uint8Array(coordinateBytes - coordinate.length), coordinate)
}

function wrong(found: string): TpmError {
  return new TpmError('TPM_RESPONSE_MALFORMED', `Cannot use a public key: ${found}`)
}
