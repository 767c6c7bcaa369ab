import type { Interface } from '@pericard/model'
import { enforcedControls } from '../../elements.ts'
import { isNetwork, judgeInterfaces, openInterfaces, targetsOf, waysTo } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const unprotectedSecondChannel: Rule = {
  id: 'unprotected-second-channel',
  title: 'A second channel carries the same without protection',
  goesWrong: 'What one channel encrypts the other sends in the clear: the listener picks the second.',
  cwe: [420],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'medium',
  mitigation: 'Protect every channel of the same data or commands alike, or close the weaker one.',
  verify: 'A tester listens on the second channel.',
  falseAlarm: 'The second channel is used only where the first does not exist, and nobody else can be on it.',
  basis: 'IEC 62443-4-2:2019 CR 4.1; 45 CFR 164.312(e)(1)',
  judge(context: RuleContext): Verdict[] {
    const sealed = openInterfaces(context).filter((each) => hasProtection(context, each))
    const ways = waysTo(context, sealed)
    return judgeInterfaces(context, (each) => {
      if (!isNetwork(each)) return 'nobody can listen on it unseen'
      if (hasProtection(context, each)) return 'it is protected itself'
      const target = targetsOf(context, each).find((id) => ways.has(id))
      if (target === undefined) return 'no protected channel carries the same'
      const other = ways.get(target) ?? ''
      const found = `${each.id} leads to ${target} without protection, while ${other} protects it`
      return { found, advice: `protect ${each.id} as ${other} ("protection"), or close it` }
    })
  },
}

function hasProtection(context: RuleContext, { protection }: Interface): boolean {
  return enforcedControls(context, protection).length > 0
}
