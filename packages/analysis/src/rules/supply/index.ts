import type { Rule } from '../../rule.ts'
import { unsupportedSoup } from './unsupported-soup.ts'

export const supplyRules: readonly Rule[] = [unsupportedSoup]
