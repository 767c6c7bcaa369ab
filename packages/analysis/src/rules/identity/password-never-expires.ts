import { judgeKeys } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const passwordNeverExpires: Rule = {
  id: 'password-never-expires',
  title: 'A password never has to be changed',
  goesWrong: 'A password that somebody saw years ago, or took along to another job, still opens the device.',
  cwe: [262],
  category: 'spoofing',
  goal: 'commanded',
  severity: 'low',
  mitigation: 'Let it age, or make it long and refuse known bad ones, so that it need not.',
  verify: 'A tester sets the clock of the device two years ahead and signs in.',
  falseAlarm: 'The hospital ends accounts when somebody leaves, and the device asks its directory.',
  basis: 'NIST SP 800-53 r5 IA-5(1)',
  judge(context: RuleContext): Verdict[] {
    return judgeKeys(context, ['password'], ({ id, password, rotateDays }) => {
      if (password === undefined) return 'the rules of "password" are not stated'
      if (password.maxAgeDays !== undefined) return `it has to be changed after ${password.maxAgeDays} days`
      if (rotateDays !== undefined) return `it is replaced after ${rotateDays} days`
      if ((password.lengthMin ?? 0) >= lengthWithoutAge && password.badRefused === true)
        return `it is long enough to need no ageing, and known bad ones are refused`
      const advice = `set "max-age-days", or "length-min: ${lengthWithoutAge}" with "bad-refused: true"`
      return { found: `${id} never has to be changed`, advice, at: 'password' }
    })
  },
}

/** A password of this length that is on no list of bad ones need not age (NIST SP 800-63B-4, 3.1.1.2). */
const lengthWithoutAge = 15
