export { type Quote } from './commands/attestation.ts'
export { getProperty, lockoutReset, property, readClock, startup, type TpmClock } from './commands/general.ts'
export { pcrExtend, pcrRead } from './commands/pcrs.ts'
export { TpmError, type TpmErrorCode } from './errors.ts'
export { pcrDigestOf } from './pcr.ts'
export { nameOf } from './public-area.ts'
export { type LoadedKey, Tpm } from './tpm.ts'
export type * from './transport.ts'
export {
  type Credential,
  identityOf,
  makeCredential,
  openCredential,
  type TpmIdentity,
} from './uses/credential.ts'
export { NvCounter } from './uses/nv-counter.ts'
export { NvSecret, type NvSecretOptions } from './uses/nv-secret.ts'
export { type QuoteClaim, quoteOf, type VerifiedQuote, verifyQuote } from './uses/quote.ts'
export { parentOf, sealedBytesMax, sealToPcrs, unsealFromPcrs } from './uses/seal.ts'
