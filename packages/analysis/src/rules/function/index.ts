import type { Rule } from '../../rule.ts'
import { functionWithoutEnvelope } from './function-without-envelope.ts'

export const functionRules: readonly Rule[] = [functionWithoutEnvelope]
