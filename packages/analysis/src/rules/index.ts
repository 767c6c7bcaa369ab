import { compareText } from '../ordered.ts'
import type { Rule } from '../rule.ts'
import { dataRules } from './data/index.ts'
import { fileRules } from './file/index.ts'
import { functionRules } from './function/index.ts'
import { identityRules } from './identity/index.ts'
import { inputRules } from './input/index.ts'
import { linkRules } from './link/index.ts'
import { operationRules } from './operation/index.ts'
import { supplyRules } from './supply/index.ts'

/** Rule cards by what they look at; each folder lists its own. */
export const ruleGroups: Readonly<Record<string, readonly Rule[]>> = {
  data: dataRules,
  file: fileRules,
  function: functionRules,
  identity: identityRules,
  input: inputRules,
  link: linkRules,
  operation: operationRules,
  supply: supplyRules,
}

/** Every rule card, by id. */
export const rules: readonly Rule[] = Object.values(ruleGroups)
  .flat()
  .sort((a, b) => compareText(a.id, b.id))
