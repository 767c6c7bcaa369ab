export {
  checkCommand,
  type CommandRequest,
  mustStop,
  envelopeAfterSafeState,
  type EnvelopeRefusalCode,
  type EnvelopeState,
  type EnvelopeVerdict,
  initialEnvelope,
} from './envelope.ts'
export { GuardError, type GuardErrorCode } from './errors.ts'
export { encodeFrame, frameBytesMax, FrameReader } from './frames.ts'
export { type CommandAnswer, Gate, type GateEvent, type GateStatus } from './gate/gate.ts'
export { GateLink, gateProfile, openGate } from './gate/link.ts'
export {
  imageLimits,
  type ImageWanted,
  type Manifest,
  manifestName,
  manifestOf,
  readImage,
  signatureName,
  signManifest,
  verifyImage,
} from './gate/image.ts'
export { fallbackName, type GateConfiguration, programsOf } from './gate/wire.ts'
export { bwrapArguments, findBwrap, type SandboxProfile } from './sandbox.ts'
export { describeGuard, type GuardDescription, type SandboxDescription } from './sandbox/explain.ts'
export { launch } from './sandbox/launch.ts'
export {
  acceptanceName,
  type Layer,
  layers,
  layerStates,
  layersWithin,
  usableLayers,
} from './sandbox/layers.ts'
export { type Grant, grantsOf } from './local-api/grants.ts'
export { type LocalBackend, localApp } from './local-api/app.ts'
export { type Guard, type GuardOptions, startGuard } from './supervisor/supervisor.ts'
export { functionProfile } from './gate/function-program.ts'
export { callNumber } from './sandbox/syscalls.ts'
export { childProfile, gateFolder, groupName, updaterProfile } from './supervisor/profiles.ts'
export { startUpdaterAlone, type UpdaterAloneOptions } from './supervisor/updater-alone.ts'
export { type LocalSecrets, secretsOfStore, type ShareSources } from './keeper/local-secrets.ts'
export { wipeDevice } from './keeper/wipe.ts'
export { logFolder, witnessesOf } from './keeper/device-log.ts'
export { KeeperState } from './keeper/state.ts'
export {
  approve,
  type Order,
  type OrderAnswer,
  type OrderKind,
  orderKinds,
  orderSchema,
  placeOrder,
} from './keeper/orders.ts'
export { type Approval, approvalSchema, signStatement } from './keeper/approvals.ts'
export {
  approveGrant,
  revokeGrant,
  type SignedGrant,
  signedGrantSchema,
  type SupportGrant,
  supportGrantSchema,
  supportMinutesMax,
} from './support/grant.ts'
export { type Ask, askSchema, askStatement, placeAsk, type SupportAnswer } from './support/asks.ts'
export { isSupportCommand, type SupportCommand, supportCommands } from './support/commands.ts'
export { type Custody, custodyDigest, custodyOf } from './keeper/custody.ts'
export {
  type EscrowDocument,
  escrowIn,
  keysFromEscrow,
  openPiece,
  readEscrow,
  renewEscrow,
} from './keeper/escrow.ts'
export { HistoryFile, historyPath, installHistory } from './gate/history-file.ts'
