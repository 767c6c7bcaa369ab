import type { Rule } from '../../rule.ts'
import { boardOpenToGlitches } from './board-open-to-glitches.ts'
import { caseUnprotected } from './case-unprotected.ts'
import { clockSetByAnybody } from './clock-set-by-anybody.ts'
import { componentNotDescribed } from './component-not-described.ts'
import { controlCanLoseData } from './control-can-lose-data.ts'
import { controlDelaysCare } from './control-delays-care.ts'
import { controlFillsTheLog } from './control-fills-the-log.ts'
import { controlInterruptsUpdates } from './control-interrupts-updates.ts'
import { controlLocksOutCare } from './control-locks-out-care.ts'
import { controlTiresPeople } from './control-tires-people.ts'
import { controlUsesPower } from './control-uses-power.ts'
import { debugFeaturesInRelease } from './debug-features-in-release.ts'
import { dormantNotShut } from './dormant-not-shut.ts'
import { dormantWithoutReason } from './dormant-without-reason.ts'
import { entriesUnattributed } from './entries-unattributed.ts'
import { eventsMissing } from './events-missing.ts'
import { firmwareReadable } from './firmware-readable.ts'
import { fullLogStopsDevice } from './full-log-stops-device.ts'
import { imageReadable } from './image-readable.ts'
import { keysInPlainFlash } from './keys-in-plain-flash.ts'
import { lockHoldsUpCare } from './lock-holds-up-care.ts'
import { logCanBeChanged } from './log-can-be-changed.ts'
import { logKeptOnTheDeviceOnly } from './log-kept-on-the-device-only.ts'
import { loggingNotDescribed } from './logging-not-described.ts'
import { maintenanceReadsPhi } from './maintenance-reads-phi.ts'
import { memoryReadable } from './memory-readable.ts'
import { networkPartWithAllRights } from './network-part-with-all-rights.ts'
import { nobodyIsTold } from './nobody-is-told.ts'
import { onePersonSigns } from './one-person-signs.ts'
import { openDebugPort } from './open-debug-port.ts'
import { openServicePort } from './open-service-port.ts'
import { remoteChangeUnapproved } from './remote-change-unapproved.ts'
import { remoteShell } from './remote-shell.ts'
import { remoteUseUnseen } from './remote-use-unseen.ts'
import { rightsBeyondTheTask } from './rights-beyond-the-task.ts'
import { rollbackPossible } from './rollback-possible.ts'
import { sessionNeverEnds } from './session-never-ends.ts'
import { slowRollout } from './slow-rollout.ts'
import { softwareChangedOnTheMedium } from './software-changed-on-the-medium.ts'
import { staysDown } from './stays-down.ts'
import { surfaceCanBeLeft } from './surface-can-be-left.ts'
import { unauditedCapability } from './unaudited-capability.ts'
import { unjustifiedCapability } from './unjustified-capability.ts'
import { unsignedUpdate } from './unsigned-update.ts'
import { updateDuringTherapy } from './update-during-therapy.ts'
import { updateInterrupted } from './update-interrupted.ts'
import { updateNotDescribed } from './update-not-described.ts'
import { updateWithoutConsent } from './update-without-consent.ts'
import { updateWithoutHealthCheck } from './update-without-health-check.ts'

export const operationRules: readonly Rule[] = [
  boardOpenToGlitches,
  caseUnprotected,
  clockSetByAnybody,
  componentNotDescribed,
  controlCanLoseData,
  controlDelaysCare,
  controlFillsTheLog,
  controlInterruptsUpdates,
  controlLocksOutCare,
  controlTiresPeople,
  controlUsesPower,
  debugFeaturesInRelease,
  dormantNotShut,
  dormantWithoutReason,
  entriesUnattributed,
  eventsMissing,
  firmwareReadable,
  fullLogStopsDevice,
  imageReadable,
  keysInPlainFlash,
  lockHoldsUpCare,
  logCanBeChanged,
  logKeptOnTheDeviceOnly,
  loggingNotDescribed,
  maintenanceReadsPhi,
  memoryReadable,
  networkPartWithAllRights,
  nobodyIsTold,
  onePersonSigns,
  openDebugPort,
  openServicePort,
  remoteChangeUnapproved,
  remoteShell,
  remoteUseUnseen,
  rightsBeyondTheTask,
  rollbackPossible,
  sessionNeverEnds,
  slowRollout,
  softwareChangedOnTheMedium,
  staysDown,
  surfaceCanBeLeft,
  unauditedCapability,
  unjustifiedCapability,
  unsignedUpdate,
  updateDuringTherapy,
  updateInterrupted,
  updateNotDescribed,
  updateWithoutConsent,
  updateWithoutHealthCheck,
]
