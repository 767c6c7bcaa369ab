import type { Interface } from '@pericard/model'
import { enforcedControls } from '../../elements.ts'
import { judgeInterfaces, openInterfaces, targetsOf, waysTo } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const unauthenticatedPath: Rule = {
  id: 'unauthenticated-path',
  title: 'A second way in asks for nothing',
  goesWrong: 'The front door has a lock, and the door beside it leads to the same room.',
  cwe: [288],
  category: 'spoofing',
  goal: 'commanded',
  severity: 'high',
  mitigation: 'Ask for the same proof on every way to the same function or data.',
  verify: 'A tester uses the second way without a credential.',
  falseAlarm: 'The second way is open only while the first was passed: name that as its authentication.',
  basis: 'IEC 62443-4-2:2019 CR 1.1; NIST SP 800-53 r5 AC-3',
  judge(context: RuleContext): Verdict[] {
    const proven = openInterfaces(context).filter((each) => hasProof(context, each))
    const ways = waysTo(context, proven)
    return judgeInterfaces(context, (each) => {
      if (hasProof(context, each)) return 'it asks for a proof itself'
      const target = targetsOf(context, each).find((id) => ways.has(id))
      if (target === undefined) return 'no other way to the same function or patient data asks for a proof'
      const other = ways.get(target) ?? ''
      const found = `${each.id} reaches ${target} without authentication, while ${other} asks for it`
      return { found, advice: `authenticate callers of ${each.id} as on ${other}` }
    })
  },
}

function hasProof(context: RuleContext, { authentication }: Interface): boolean {
  return enforcedControls(context, authentication).length > 0
}
