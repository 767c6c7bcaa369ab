import type { Rule } from '../../rule.ts'
import { backupInClear } from './backup-in-clear.ts'
import { backupKeptForEver } from './backup-kept-for-ever.ts'
import { backupNeverRestored } from './backup-never-restored.ts'
import { dataNotDescribed } from './data-not-described.ts'
import { deletedButReadable } from './deleted-but-readable.ts'
import { erasedKeysStayOnMedium } from './erased-keys-stay-on-medium.ts'
import { filesOpenToEverybody } from './files-open-to-everybody.ts'
import { fullStorageUndefined } from './full-storage-undefined.ts'
import { logHoldsPatientData } from './log-holds-patient-data.ts'
import { logKeptForEver } from './log-kept-for-ever.ts'
import { logTooShortForIncidents } from './log-too-short-for-incidents.ts'
import { namesWhereAPseudonymWouldDo } from './names-where-a-pseudonym-would-do.ts'
import { oneShareOpensTheVault } from './one-share-opens-the-vault.ts'
import { onlyCopy } from './only-copy.ts'
import { patientDataAtUnprotectedSystem } from './patient-data-at-unprotected-system.ts'
import { phiWithoutPurpose } from './phi-without-purpose.ts'
import { portableMediaOneLine } from './portable-media-one-line.ts'
import { removableMediaPhi } from './removable-media-phi.ts'
import { retentionNotStated } from './retention-not-stated.ts'
import { settingsCanBeChangedAtRest } from './settings-can-be-changed-at-rest.ts'
import { shareNotBoundToSoftware } from './share-not-bound-to-software.ts'
import { telemetryHoldsPatientData } from './telemetry-holds-patient-data.ts'
import { unencryptedPhiAtRest } from './unencrypted-phi-at-rest.ts'

export const dataRules: readonly Rule[] = [
  backupInClear,
  backupKeptForEver,
  backupNeverRestored,
  dataNotDescribed,
  deletedButReadable,
  erasedKeysStayOnMedium,
  filesOpenToEverybody,
  fullStorageUndefined,
  logHoldsPatientData,
  logKeptForEver,
  logTooShortForIncidents,
  namesWhereAPseudonymWouldDo,
  oneShareOpensTheVault,
  onlyCopy,
  patientDataAtUnprotectedSystem,
  phiWithoutPurpose,
  portableMediaOneLine,
  removableMediaPhi,
  retentionNotStated,
  settingsCanBeChangedAtRest,
  shareNotBoundToSoftware,
  telemetryHoldsPatientData,
  unencryptedPhiAtRest,
]
