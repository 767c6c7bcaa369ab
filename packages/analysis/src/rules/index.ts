import type { Rule } from '../rule.ts'

/** Every rule card, by id. */
export const rules: readonly Rule[] = []
