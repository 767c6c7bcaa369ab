import type { Interface } from '@pericard/model'
import { enforcedControls } from '../../elements.ts'
import { isNetwork, judgeInterfaces, openInterfaces } from '../../identities.ts'
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
    const protectedOnes = openInterfaces(context).filter((each) => hasProtection(context, each))
    return judgeInterfaces(context, (each) => {
      if (!isNetwork(each)) return 'nobody can listen on it unseen'
      if (hasProtection(context, each)) return 'it is protected itself'
      const same = [...each.commands, ...each.carries.filter((id) => context.data.get(id)?.kind === 'phi')]
      const other = protectedOnes.find(({ commands, carries }) =>
        same.some((id) => commands.includes(id) || carries.includes(id)),
      )
      if (other === undefined) return 'no protected channel carries the same'
      const found = `${each.id} carries without protection what ${other.id} carries protected`
      return { found, advice: `protect ${each.id} as ${other.id} ("protection"), or close it` }
    })
  },
}

function hasProtection(context: RuleContext, { protection }: Interface): boolean {
  return enforcedControls(context, protection).length > 0
}
