export { VaultError, type VaultErrorCode } from './errors.ts'
export { type FrameHeader, frameBytesMax, openFrame, type SealedFrame, sealFrame } from './frame.ts'
export { deriveKey, freshKey, keyBytes, SecretKey, secretKey } from './key.ts'
export type * from './ports/frame-store.ts'
export { openRecord, sealRecord } from './record.ts'
export {
  type LogEntry,
  type LogFault,
  type LogHead,
  type LogVerdict,
  logLineBytesMax,
  type ReadEntry,
  readLog,
  SealedLog,
} from './log.ts'
export type * from './ports/log-store.ts'
export { deviceShareFromPassphrase, passphraseCharactersMin, unlockKey } from './unlock.ts'
export { type StoredRecord, Vault, type VaultOptions, type VaultRecord, type Verdict } from './vault.ts'
export { unwrapKey, wrapKey } from './wrap.ts'
