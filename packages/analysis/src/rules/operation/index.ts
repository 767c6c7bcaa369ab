import type { Rule } from '../../rule.ts'
import { openDebugPort } from './open-debug-port.ts'
import { rollbackPossible } from './rollback-possible.ts'
import { sessionNeverEnds } from './session-never-ends.ts'
import { unauditedCapability } from './unaudited-capability.ts'
import { unjustifiedCapability } from './unjustified-capability.ts'
import { unsignedUpdate } from './unsigned-update.ts'

export const operationRules: readonly Rule[] = [
  openDebugPort,
  rollbackPossible,
  sessionNeverEnds,
  unauditedCapability,
  unjustifiedCapability,
  unsignedUpdate,
]
