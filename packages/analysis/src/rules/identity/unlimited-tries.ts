import { guessableSignIns, judgeInterfaces } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const unlimitedTries: Rule = {
  id: 'unlimited-tries',
  title: 'A password can be tried without end',
  goesWrong:
    'A program tries the ten thousand commonest passwords overnight and is the nurse in the morning.',
  cwe: [307],
  category: 'spoofing',
  goal: 'commanded',
  severity: 'medium',
  mitigation: 'Count wrong tries and slow down or lock for minutes, in a way that does not lock out care.',
  verify: 'A tester tries a hundred and one wrong passwords.',
  falseAlarm: 'Something before it, such as a tunnel, counts the tries.',
  basis: 'IEC 62443-4-2:2019 CR 1.11; NIST SP 800-53 r5 AC-7',
  judge(context: RuleContext): Verdict[] {
    return judgeInterfaces(context, (each) => {
      const tried = guessableSignIns(context, each).map(({ id }) => id)
      if (tried.length === 0) return 'nobody signs in on it with something that can be guessed'
      if (each.attemptsMax !== undefined && each.attemptsMax <= triesMax)
        return `it locks after ${each.attemptsMax} wrong tries`
      const count = each.attemptsMax === undefined ? 'any number of' : `${each.attemptsMax}`
      const found = `${each.id} takes ${count} wrong tries at ${tried.join(', ')}`
      return { found, advice: 'set "attempts-max" to 10 or less, and "lock-for" to minutes' }
    })
  },
}

/** Wrong tries in a row that may at most be allowed (NIST SP 800-63B-4, 3.2.2). */
const triesMax = 100
