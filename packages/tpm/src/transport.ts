import type { Bytes } from '@pericard/base'

/** Carries commands to a TPM and its responses back, one at a time. */
export interface TpmTransport {
  /** @throws {TpmError} `TPM_UNREACHABLE`, `TPM_TIMEOUT`, `TPM_RESPONSE_MALFORMED` for a response beyond `responseBytesMax` */
  send(command: Bytes): Promise<Bytes>
  close(): Promise<void>
}
