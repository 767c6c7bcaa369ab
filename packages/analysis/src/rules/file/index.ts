import type { Rule } from '../../rule.ts'
import { controlNobodyEnforces } from './control-nobody-enforces.ts'
import { expiredAcceptance } from './expired-acceptance.ts'
import { unverifiedControl } from './unverified-control.ts'

export const fileRules: readonly Rule[] = [controlNobodyEnforces, expiredAcceptance, unverifiedControl]
