import { judgeKeys, secretKeys } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const keyNotRevocable: Rule = {
  id: 'key-not-revocable',
  title: 'A key cannot be withdrawn',
  goesWrong:
    'When a device is stolen or a technician leaves, their key goes on opening what it opens until it runs out.',
  cwe: [],
  category: 'spoofing',
  goal: 'commanded',
  severity: 'medium',
  mitigation: 'Give what checks it a list of withdrawn keys, or a short life and no renewal.',
  verify: 'A tester withdraws a key and tries it.',
  falseAlarm: 'It lives for a day or less.',
  basis: 'IEC 62443-4-2:2019 CR 1.8; NIST SP 800-53 r5 IA-5',
  judge(context: RuleContext): Verdict[] {
    return judgeKeys(context, ['password', ...secretKeys], ({ id, revocable, rotateDays }) => {
      if (revocable === undefined) return '"revocable" is not stated'
      if (revocable) return 'it can be withdrawn'
      if (rotateDays !== undefined && rotateDays <= 1) return 'it lives for a day'
      const advice = 'let it be withdrawn and set "revocable: true"'
      return { found: `${id} cannot be withdrawn before it runs out`, advice, at: 'revocable' }
    })
  },
}
