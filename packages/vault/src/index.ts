export { VaultError, type VaultErrorCode } from './errors.ts'
export { type FrameHeader, frameBytesMax, openFrame, type SealedFrame, sealFrame } from './records/frame.ts'
export { boundToAnchor, checkAnchor, raiseAnchor } from './keys/anchor.ts'
export { replacePiece, type Shares, sharesMax, unlockWith, type UnlockPolicy } from './keys/combine.ts'
export {
  type ErasureOptions,
  lastReceipt,
  rotateRoot,
  rotateShares,
  settleErasure,
  type ShareTurn,
} from './keys/erase.ts'
export { type Escrow, escrowMark, escrowPieceBytes, makeEscrow, openEscrow } from './keys/escrow.ts'
export { deriveKey, freshKey, keyBytes, SecretKey, secretKey } from './keys/key.ts'
export type * from './ports/frame-store.ts'
export {
  generationOf,
  type KeyTree,
  type KeyTreeOptions,
  openKeyTree,
  type StoreKeys,
} from './keys/key-tree.ts'
export {
  type Erasure,
  type ErasureReceipt,
  type SignedReceipt,
  signReceipt,
  verifyReceipt,
} from './keys/receipt.ts'
export { openRecord, sealRecord } from './keys/record.ts'
export { logLineBytesMax } from './log/block.ts'
export type { LogEntry, LogHead, LogLevel, LogWitness, ReadEntry } from './log/entry.ts'
export { deviceLogKeys, type LogKeys, openLogKeys, readerSeeds, type SeedKeeper } from './log/log-keys.ts'
export { type LogOptions, SealedLog } from './log/sealed-log.ts'
export { turnLogKeys } from './log/turn-keys.ts'
export { type LogFault, type LogFaultCode, type LogVerdict, verifyLog, walkLog } from './log/walk.ts'
export type * from './ports/erase-root.ts'
export type * from './ports/log-store.ts'
export type * from './ports/monotonic-counter.ts'
export { deviceShareFromPassphrase, passphraseCharactersMin, unlockKey } from './keys/unlock.ts'
export {
  type StoredRecord,
  Vault,
  type VaultOptions,
  type VaultRecord,
} from './records/vault.ts'
export type { Verdict } from './records/verify.ts'
export { unwrapKey, wrapKey } from './keys/wrap.ts'
