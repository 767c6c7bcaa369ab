import { judgeKeys } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const credentialOfTwoRoles: Rule = {
  id: 'credential-of-two-roles',
  title: 'One credential makes its holder two kinds of user',
  goesWrong: 'Who was given the password for the one role has the rights of the other as well.',
  cwe: [286],
  category: 'elevation-of-privilege',
  goal: 'commanded',
  severity: 'medium',
  mitigation: 'Give each kind of user credentials of their own.',
  verify: 'A reviewer compares accounts and rights.',
  falseAlarm: 'The same few people hold both roles, and should.',
  basis: '45 CFR 164.312(a)(2)(i); IEC 62443-4-2:2019 CR 1.3; NIST SP 800-53 r5 AC-2',
  judge(context: RuleContext): Verdict[] {
    return judgeKeys(context, ['password', 'private', 'symmetric'], (key) => {
      const held = key.roles.flatMap((id) => context.roles.get(id) ?? [])
      if (held.length < 2) return 'one role at most uses it'
      const kinds = new Set(held.map(({ kind }) => kind))
      const excluded = held.some(({ notWith }) => notWith.some((id) => key.roles.includes(id)))
      const shared = held.some(({ individual }) => !individual)
      if (!excluded && kinds.size < 2) return `its roles are all of the kind ${[...kinds].join('')}`
      if (!excluded && !shared) return 'each holder of its roles has one of their own'
      const found = `${key.id} makes its holder ${held.map(({ id }) => id).join(' and ')}`
      return { found, advice: 'declare one credential for each role', at: 'roles' }
    })
  },
}
