import type { Probe } from '../probe.ts'
import { commandByWrongRole } from './command-by-wrong-role.ts'
import { commandOutsideEnvelope } from './command-outside-envelope.ts'
import { defaultCredential } from './default-credential.ts'
import { devicePortWithoutCertificate } from './device-port-without-certificate.ts'
import { dormantInterfaceOpen } from './dormant-interface-open.ts'
import { escapeFromCourier } from './escape-from-courier.ts'
import { escapeFromFunction } from './escape-from-function.ts'
import { fuzzFromCourier } from './fuzz-from-courier.ts'
import { fuzzFromFunction } from './fuzz-from-function.ts'
import { logTamper } from './log-tamper.ts'
import { malformedInput } from './malformed-input.ts'
import { phiInRawStorage } from './phi-in-raw-storage.ts'
import { supportGrantForged } from './support-grant-forged.ts'
import { tlsDowngrade } from './tls-downgrade.ts'
import { updateEndlessData } from './update-endless-data.ts'
import { updateForAnotherDevice } from './update-for-another-device.ts'
import { updateMixedMetadata } from './update-mixed-metadata.ts'
import { updateOlderRelease } from './update-older-release.ts'
import { updateReplayedMirror } from './update-replayed-mirror.ts'

/** Every probe, in the order in which they run: what could disturb the target comes last. */
export const probes: readonly Probe[] = [
  phiInRawStorage,
  logTamper,
  tlsDowngrade,
  devicePortWithoutCertificate,
  commandOutsideEnvelope,
  commandByWrongRole,
  defaultCredential,
  dormantInterfaceOpen,
  supportGrantForged,
  malformedInput,
  updateOlderRelease,
  updateReplayedMirror,
  updateMixedMetadata,
  updateForAnotherDevice,
  updateEndlessData,
  escapeFromCourier,
  escapeFromFunction,
  fuzzFromCourier,
  fuzzFromFunction,
]

export function probeById(id: string): Probe | undefined {
  return probes.find((probe) => probe.id === id)
}
