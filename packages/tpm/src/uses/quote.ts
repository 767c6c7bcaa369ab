/** Quotes: made on the device, verified where there is no TPM. */
import { verify } from 'node:crypto'
import { type Bytes, compareBytes } from '@pericard/base'
import { type Quote, quote } from '../commands/attestation.ts'
import { readClockInfo, type TpmClock } from '../commands/general.ts'
import { alg, generatedValue, tag } from '../constants.ts'
import { TpmError } from '../errors.ts'
import { Reader } from '../marshal.ts'
import { readPcrSelection } from '../pcr.ts'
import { attestationKeyTemplate, isAttestationKey, keyOfPoint, readEccPublic } from '../public-area.ts'
import type { Tpm } from '../tpm.ts'

/** Quotes PCRs with the attestation key of this TPM. `qualifying` is at most 64 bytes, fresh from whoever wants to know. */
export function quoteOf(
  tpm: Tpm,
  wanted: { readonly qualifying: Uint8Array; readonly pcrs: readonly number[] },
): Promise<Quote> {
  return tpm.using('endorsement', attestationKeyTemplate, (key) => quote(tpm, key, wanted))
}

export interface QuoteClaim extends Quote {
  /** TPMT_PUBLIC of the attestation key. */
  readonly publicArea: Uint8Array
  readonly qualifying: Uint8Array
  readonly pcrs: readonly number[]
}

/** What a genuine quote says. */
export interface VerifiedQuote extends TpmClock {
  readonly pcrDigest: Bytes
  readonly firmware: string
}

/**
 * Verifies a quote against the key, the fresh data and the registers it was asked for, and returns what it says. Whether the digest
 * is the one that was expected is for the caller to judge.
 *
 * @throws {TpmError} `TPM_QUOTE_REFUSED`
 */
export function verifyQuote({ attest, signature, publicArea, qualifying, pcrs }: QuoteClaim): VerifiedQuote {
  try {
    const key = readEccPublic(publicArea)
    // Any key could sign bytes that look like a quote; a restricted one signs them only if the TPM made them (part 1, 31.3).
    if (!isAttestationKey(key)) throw refused('its key may sign other things than what its TPM made')
    if (
      !verify(
        'sha256',
        attest,
        { key: keyOfPoint(key.point), dsaEncoding: 'ieee-p1363' },
        signatureOf(signature),
      )
    )
      throw refused('its signature does not match')
    const reader = new Reader(attest)
    if (reader.u32() !== generatedValue || reader.u16() !== tag.attestQuote)
      throw refused('it is not a quote')
    reader.tpm2b()
    if (compareBytes(reader.tpm2b(), qualifying) !== 0) throw refused('it answers another challenge')
    const clock = readClockInfo(reader)
    const firmware = Buffer.from(reader.take(8)).toString('hex')
    const quoted = readPcrSelection(reader)
    if (quoted?.join() !== [...pcrs].sort((a, b) => a - b).join()) throw refused('it covers other registers')
    const pcrDigest = reader.tpm2b()
    reader.end()
    return { ...clock, pcrDigest, firmware }
  } catch (cause) {
    if (cause instanceof TpmError && cause.code === 'TPM_QUOTE_REFUSED') throw cause
    throw refused('it cannot be read', cause)
  }
}

/** r and s of TPMT_SIGNATURE (part 2, 11.3.4), each 32 bytes. */
function signatureOf(signature: Uint8Array): Buffer {
  const reader = new Reader(signature)
  if (reader.u16() !== alg.ecdsa || reader.u16() !== alg.sha256)
    throw refused('it is not signed by ECDSA with SHA-256')
  const parts = [reader.tpm2b(), reader.tpm2b()]
  reader.end()
  const out = Buffer.alloc(64)
  parts.forEach((part, at) => {
    if (part.length > 32) throw refused('its signature is too long')
    out.set(part, at * 32 + 32 - part.length)
  })
  return out
}

function refused(why: string, cause?: unknown): TpmError {
  return new TpmError('TPM_QUOTE_REFUSED', `Cannot believe the quote: ${why}`, { cause })
}
