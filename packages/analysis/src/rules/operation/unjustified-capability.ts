import { capabilitiesOf } from '../../capabilities.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const unjustifiedCapability: Rule = {
  id: 'unjustified-capability',
  title: 'A service capability has no benefit and risk record',
  goesWrong: 'Attack surface stays in the device because nobody ever asked whether it is worth it.',
  cwe: [],
  category: 'elevation-of-privilege',
  goal: 'commanded',
  severity: 'low',
  mitigation:
    'Write down what it is good for and what it makes possible, and remove it if the second outweighs the first.',
  verify: 'A reviewer reads the record.',
  falseAlarm: 'None: every capability is attack surface.',
  judge({ file }: RuleContext): Verdict[] {
    return capabilitiesOf(file).map(({ section, capability: { id, benefit, risk } }) => {
      const element = `${section}.${id}`
      if (benefit !== undefined && risk !== undefined) return silent(element, 'benefit and risk are stated')
      const because = `${id} does not state its ${benefit === undefined ? 'benefit' : 'risk'}`
      return fires(element, because, 'state both, or remove the capability')
    })
  },
}
