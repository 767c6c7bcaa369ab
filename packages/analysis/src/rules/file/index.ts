import type { Rule } from '../../rule.ts'
import { acceptanceOfNothing } from './acceptance-of-nothing.ts'
import { acceptanceWithoutEnd } from './acceptance-without-end.ts'
import { activeAndClosed } from './active-and-closed.ts'
import { carriedToAPlaceThatDoesNotHold } from './carried-to-a-place-that-does-not-hold.ts'
import { componentWithoutInterface } from './component-without-interface.ts'
import { controlCannotDoThat } from './control-cannot-do-that.ts'
import { controlNobodyEnforces } from './control-nobody-enforces.ts'
import { controlNotReviewed } from './control-not-reviewed.ts'
import { controlUsedNowhere } from './control-used-nowhere.ts'
import { controlsRestOnEachOther } from './controls-rest-on-each-other.ts'
import { dataHeldByNobody } from './data-held-by-nobody.ts'
import { expiredAcceptance } from './expired-acceptance.ts'
import { functionNobodyCommands } from './function-nobody-commands.ts'
import { hostNotDescribed } from './host-not-described.ts'
import { interfaceCarriesNothing } from './interface-carries-nothing.ts'
import { keyNobodyHolds } from './key-nobody-holds.ts'
import { keyWithoutUse } from './key-without-use.ts'
import { patientDataNobodyReaches } from './patient-data-nobody-reaches.ts'
import { presenceOverANetwork } from './presence-over-a-network.ts'
import { roleWithoutUse } from './role-without-use.ts'
import { sameLineTwice } from './same-line-twice.ts'
import { systemsProtectEachOther } from './systems-protect-each-other.ts'
import { unverifiedControl } from './unverified-control.ts'
import { updateCannotArrive } from './update-cannot-arrive.ts'
import { useCasesNotDescribed } from './use-cases-not-described.ts'
import { verifiedElsewhere } from './verified-elsewhere.ts'

export const fileRules: readonly Rule[] = [
  acceptanceOfNothing,
  acceptanceWithoutEnd,
  activeAndClosed,
  carriedToAPlaceThatDoesNotHold,
  componentWithoutInterface,
  controlCannotDoThat,
  controlNobodyEnforces,
  controlNotReviewed,
  controlUsedNowhere,
  controlsRestOnEachOther,
  dataHeldByNobody,
  expiredAcceptance,
  functionNobodyCommands,
  hostNotDescribed,
  interfaceCarriesNothing,
  keyNobodyHolds,
  keyWithoutUse,
  patientDataNobodyReaches,
  presenceOverANetwork,
  roleWithoutUse,
  sameLineTwice,
  systemsProtectEachOther,
  unverifiedControl,
  updateCannotArrive,
  useCasesNotDescribed,
  verifiedElsewhere,
]
