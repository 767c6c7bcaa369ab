import type { Rule } from '../rule.ts'
import { cleartextPhiInTransit } from './cleartext-phi-in-transit.ts'
import { controlNobodyEnforces } from './control-nobody-enforces.ts'
import { defaultCredential } from './default-credential.ts'
import { expiredAcceptance } from './expired-acceptance.ts'
import { functionWithoutEnvelope } from './function-without-envelope.ts'
import { incompletePathStatement } from './incomplete-path-statement.ts'
import { openDebugPort } from './open-debug-port.ts'
import { phiWithoutPurpose } from './phi-without-purpose.ts'
import { removableMediaPhi } from './removable-media-phi.ts'
import { retentionNotStated } from './retention-not-stated.ts'
import { rollbackPossible } from './rollback-possible.ts'
import { sessionNeverEnds } from './session-never-ends.ts'
import { sharedAccount } from './shared-account.ts'
import { sharedKeyAcrossDevices } from './shared-key-across-devices.ts'
import { unauditedCapability } from './unaudited-capability.ts'
import { unencryptedPhiAtRest } from './unencrypted-phi-at-rest.ts'
import { unjustifiedCapability } from './unjustified-capability.ts'
import { unsignedUpdate } from './unsigned-update.ts'
import { unsupportedSoup } from './unsupported-soup.ts'
import { unverifiedControl } from './unverified-control.ts'

/** Every rule card, by id. */
export const rules: readonly Rule[] = [
  cleartextPhiInTransit,
  controlNobodyEnforces,
  defaultCredential,
  expiredAcceptance,
  functionWithoutEnvelope,
  incompletePathStatement,
  openDebugPort,
  phiWithoutPurpose,
  removableMediaPhi,
  retentionNotStated,
  rollbackPossible,
  sessionNeverEnds,
  sharedAccount,
  sharedKeyAcrossDevices,
  unauditedCapability,
  unencryptedPhiAtRest,
  unjustifiedCapability,
  unsignedUpdate,
  unsupportedSoup,
  unverifiedControl,
]
