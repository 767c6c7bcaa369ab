export { decideBoot, otherSlot, trialStarts } from './boot.ts'
export { tufDownload, tufInit, tufRefresh, type TufClientOptions } from './client.ts'
export { type ComponentConfig, type DeviceConfig, parseDeviceConfig, type Program } from './device-config.ts'
export { UpdateError, type UpdateErrorCode } from './errors.ts'
export { type Challenge, challengeMs, drawChallenge, type Grant, openGrant, type Uptime } from './grant.ts'
export {
  generateHybridKey,
  type HybridKey,
  hybridKeyId,
  type HybridPublicKey,
  type HybridRole,
  type HybridSignature,
  publicHalf,
  signDocument,
  type Signed,
} from '@pericard/base/hybrid'
export { documentBytesMax, parseSigned, verifyDocument } from './documents.ts'
export { readBack, writeImage, type WriteOptions } from './install.ts'
export type { Journal } from './journal.ts'
export type { RoleMark, Seen } from './metadata.ts'
export type * from './ports/device.ts'
export type * from './ports/slots.ts'
export type * from './ports/source.ts'
export type * from './ports/store.ts'
export { chunkBytes, chunksMax, openRelease, parseRelease, type Release } from './release.ts'
export { updateStatus, type UpdateStatus } from './status.ts'
export { AnchoredState, type UpdateState } from './state.ts'
export { componentsMax, nameSchema, nextTrust, openTrust, parseTrust, type Trust } from './trust.ts'
export type * from './updater-types.ts'
export { Updater } from './updater.ts'
