import { judgeKeys } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const passwordAgesSlowly: Rule = {
  id: 'password-ages-slowly',
  title: 'A password lives for years',
  goesWrong: 'Ageing that takes years protects nobody from a password that was seen last spring.',
  cwe: [263],
  category: 'spoofing',
  goal: 'commanded',
  severity: 'low',
  mitigation: 'Let it age within a year, or make it so long that it need not age.',
  verify: 'A tester sets the clock of the device a year ahead and signs in.',
  falseAlarm: 'It is long, on no list of bad ones, and one of two proofs.',
  basis: 'NIST SP 800-53 r5 IA-5(1)',
  judge(context: RuleContext): Verdict[] {
    return judgeKeys(context, ['password'], ({ id, password }) => {
      const age = password?.maxAgeDays
      if (age === undefined) return '"max-age-days" is not stated'
      if (age <= ageDaysMax) return `it has to be changed after ${age} days`
      const advice = `set "max-age-days" to ${ageDaysMax} or less`
      return { found: `${id} has to be changed only after ${age} days`, advice, at: 'password.max-age-days' }
    })
  },
}

const ageDaysMax = 365
