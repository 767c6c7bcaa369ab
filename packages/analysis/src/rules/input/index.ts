import type { Rule } from '../../rule.ts'

export const inputRules: readonly Rule[] = []
