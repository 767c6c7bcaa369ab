import type { Rule } from '../../rule.ts'
import { anomaliesNotReviewed } from './anomalies-not-reviewed.ts'
import { cannotBeUpdated } from './cannot-be-updated.ts'
import { fleetSecretOnDevices } from './fleet-secret-on-devices.ts'
import { keysInClearAtAStage } from './keys-in-clear-at-a-stage.ts'
import { maintenanceNotDescribed } from './maintenance-not-described.ts'
import { obsoleteOperatingSystem } from './obsolete-operating-system.ts'
import { oneItemOnBothSides } from './one-item-on-both-sides.ts'
import { patientDataAtService } from './patient-data-at-service.ts'
import { serverBehindOneLine } from './server-behind-one-line.ts'
import { soupNotDescribed } from './soup-not-described.ts'
import { soupNotVerified } from './soup-not-verified.ts'
import { soupOfUnknownOrigin } from './soup-of-unknown-origin.ts'
import { stageUnprotected } from './stage-unprotected.ts'
import { stagesNotDescribed } from './stages-not-described.ts'
import { supportEndsBeforeTheDevice } from './support-ends-before-the-device.ts'
import { supportHasEnded } from './support-has-ended.ts'
import { unsupportedSoup } from './unsupported-soup.ts'
import { unusedFeaturesPresent } from './unused-features-present.ts'
import { urgentFixesTooSlow } from './urgent-fixes-too-slow.ts'

export const supplyRules: readonly Rule[] = [
  anomaliesNotReviewed,
  cannotBeUpdated,
  fleetSecretOnDevices,
  keysInClearAtAStage,
  maintenanceNotDescribed,
  obsoleteOperatingSystem,
  oneItemOnBothSides,
  patientDataAtService,
  serverBehindOneLine,
  soupNotDescribed,
  soupNotVerified,
  soupOfUnknownOrigin,
  stageUnprotected,
  stagesNotDescribed,
  supportEndsBeforeTheDevice,
  supportHasEnded,
  unsupportedSoup,
  unusedFeaturesPresent,
  urgentFixesTooSlow,
]
