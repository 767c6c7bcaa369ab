import type { Interface } from '@pericard/model'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

/** Longest lock, in milliseconds, that a ward can wait out: fifteen minutes. */
const lockMax = 15 * 60_000

export const lockHoldsUpCare: Rule = {
  id: 'lock-holds-up-care',
  title: 'Wrong sign-ins lock out those who treat the patient',
  goesWrong: 'A few wrong tries, by a visitor or over the network, and nobody can change the therapy.',
  cwe: [645],
  category: 'denial-of-service',
  goal: 'denied',
  severity: 'medium',
  mitigation: 'Lock for minutes, longer with each try, and give clinicians emergency access.',
  verify: 'A tester signs in wrongly until it locks, and then does what an emergency asks for.',
  falseAlarm: 'The same can be done at another place that the lock leaves alone.',
  basis: '45 CFR 164.312(a)(2)(ii); IEC 62443-4-2:2019 CR 1.11',
  judge(context: RuleContext): Verdict[] {
    return context.file.interfaces
      .filter(({ commands }) => commands.length > 0)
      .map((each) => judgeLock(context, each))
  },
}

function judgeLock({ roles: known }: RuleContext, { id, attemptsMax, lockFor, roles }: Interface): Verdict {
  const element = `interfaces.${id}`
  if (attemptsMax === undefined || lockFor === undefined)
    return silent(element, 'wrong tries lock nobody out')
  if (lockFor !== 'until-reset' && lockFor <= lockMax)
    return silent(element, `it locks for ${lockFor / 60_000} minutes`)
  const care = roles.filter((role) => ['clinician', 'patient'].includes(known.get(role)?.kind ?? ''))
  if (care.length === 0) return silent(element, 'no clinician and no patient uses it')
  if (care.some((role) => known.get(role)?.emergency === true))
    return silent(element, 'one of its roles has emergency access')
  const length = lockFor === 'until-reset' ? 'until a reset' : `for ${lockFor / 60_000} minutes`
  return fires(
    element,
    `${id} carries commands, locks ${length} after ${attemptsMax} wrong tries, and none of ${care.join(', ')} has emergency access`,
    'set "lock-for" to 15 minutes or less, or "emergency: true" on a role',
    `${element}.lock-for`,
  )
}
