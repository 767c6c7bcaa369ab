export {
  type AttestationRegistration,
  attestationRegistration,
  type CredentialAnswer,
  credentialAnswer,
  type CredentialChallenge,
  credentialChallenge,
  type KeyShareChallenge,
  keyShareChallenge,
} from './attestation.ts'
export { fromBase64url, toBase64url } from './base64url.ts'
export { type BundleIssue, bundleEntriesMax, checkBundle, checkObservation, makeBundle } from './bundle.ts'
export {
  type EvidenceIssueCode,
  type EvidenceLine,
  type EvidenceScope,
  type EvidenceStatement,
  evidenceHash,
  evidenceStart,
  isFresh,
  provenControls,
  type ReadEvidence,
  readEvidence,
  signEvidence,
} from './evidence.ts'
export {
  type IdentityRenewal,
  type IdentityRenewalAnswer,
  identityRenewal,
  identityRenewalAnswer,
  identityRenewalStatement,
} from './identity.ts'
export { type LinkPolicy, linkPolicy } from './link-policy.ts'
export {
  type LogHeadAnswer,
  logHeadAnswer,
  type LogHeadReport,
  logHeadReport,
  type WitnessedHead,
} from './log-head.ts'
export {
  type Decoded,
  decode,
  type EventReport,
  eventReport,
  formatIdempotencyKey,
  type IdempotencyKey,
  type IngestKey,
  ingestKey,
  type KeyShareRequest,
  type KeyShareResponse,
  keyShareAad,
  keyShareRequest,
  keyShareResponse,
  type KeyShareRotated,
  keyShareRotated,
  keyShareRotatedStatement,
  keyShareStatement,
  linesMax,
  parseIdempotencyKey,
  type SealedBundle,
  sealedBundle,
  sealedBundleAad,
  type UnlockKeyRegistration,
  unlockKeyRegistration,
} from './messages.ts'
export type * from './operator-api.ts'
export {
  openSealed,
  type Sealed,
  SealingError,
  type SealingErrorCode,
  type SealingKeyPair,
  sealingKeyPair,
  sealTo,
} from './sealing.ts'
export type { SoupAlertView, SoupPlace, SoupRelease } from './soup-api.ts'
