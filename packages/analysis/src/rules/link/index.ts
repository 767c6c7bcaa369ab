import type { Rule } from '../../rule.ts'
import { cleartextPhiInTransit } from './cleartext-phi-in-transit.ts'
import { incompletePathStatement } from './incomplete-path-statement.ts'

export const linkRules: readonly Rule[] = [cleartextPhiInTransit, incompletePathStatement]
