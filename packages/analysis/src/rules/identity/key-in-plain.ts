import { judgeKeys, secretKeys } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const keyInPlain: Rule = {
  id: 'key-in-plain',
  title: 'A secret key is kept in the clear',
  goesWrong: 'A sealed record is no better kept than its key: whoever reads the key reads the records.',
  cwe: [312],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'medium',
  mitigation: 'Wrap it with a key in hardware, or keep it in the hardware.',
  verify: 'A tester searches memory and media for the key.',
  falseAlarm: 'It lives in working memory only, for as long as it is used.',
  basis: 'NIST SP 800-53 r5 SC-12; IEC 62443-4-2:2019 CR 1.14',
  judge(context: RuleContext): Verdict[] {
    return judgeKeys(context, secretKeys, ({ id, keptAs, storedBy }) => {
      if (keptAs === undefined) return '"kept-as" is not stated'
      if (keptAs !== 'plain') return `it is kept as ${keptAs}`
      const advice = 'wrap it or move it into hardware, and set "kept-as" to wrapped or hardware'
      return { found: `${id} is kept plain ("stored-by" is ${storedBy})`, advice, at: 'kept-as' }
    })
  },
}
