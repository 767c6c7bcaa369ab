import type { Rule } from '../../rule.ts'
import { phiWithoutPurpose } from './phi-without-purpose.ts'
import { removableMediaPhi } from './removable-media-phi.ts'
import { retentionNotStated } from './retention-not-stated.ts'
import { unencryptedPhiAtRest } from './unencrypted-phi-at-rest.ts'

export const dataRules: readonly Rule[] = [
  phiWithoutPurpose,
  removableMediaPhi,
  retentionNotStated,
  unencryptedPhiAtRest,
]
