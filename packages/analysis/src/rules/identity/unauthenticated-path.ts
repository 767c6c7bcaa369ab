import type { Interface } from '@pericard/model'
import { enforcedControls } from '../../elements.ts'
import { judgeInterfaces, openInterfaces } from '../../identities.ts'
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
    return judgeInterfaces(context, (each) => {
      if (hasProof(context, each)) return 'it asks for a proof itself'
      const shared = proven.flatMap((other) => {
        const same = [...each.commands, ...each.carries.filter((id) => context.data.get(id)?.kind === 'phi')]
        return same
          .filter((id) => other.commands.includes(id) || other.carries.includes(id))
          .map((id) => ({ id, other: other.id }))
      })[0]
      if (shared === undefined) return 'no other way to the same function or patient data asks for a proof'
      const found = `${each.id} reaches ${shared.id} without authentication, while ${shared.other} asks for it`
      return { found, advice: `authenticate callers of ${each.id} as on ${shared.other}` }
    })
  },
}

function hasProof(context: RuleContext, { authentication }: Interface): boolean {
  return enforcedControls(context, authentication).length > 0
}
