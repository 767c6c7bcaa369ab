import { judgeKeys } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const privateKeyInTwoPlaces: Rule = {
  id: 'private-key-in-two-places',
  title: 'A private key is in two places',
  goesWrong:
    'A copy cannot be told from the original: whoever has the weaker of the two machines is the device.',
  cwe: [668],
  category: 'spoofing',
  goal: 'commanded',
  severity: 'medium',
  mitigation: 'Make it where it is used and let it never leave; enrol only the public half.',
  verify: 'A reviewer asks how the key came to the second place.',
  falseAlarm: 'Both are one computer that the file names as two.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), appendix 1, A; IEC 62443-4-2:2019 CR 1.9',
  judge(context: RuleContext): Verdict[] {
    return judgeKeys(context, ['private', 'signing'], ({ id, at }) => {
      const hosts = new Set(at.flatMap((one) => context.components.get(one)?.host ?? []))
      if (hosts.size < 2) return 'it is on one computer at most'
      const advice = 'give each place a key of its own and keep one place in "at"'
      return { found: `${id} is on ${[...hosts].join(' and ')}`, advice, at: 'at' }
    })
  },
}
