import { type Answer, verdictOn } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const oneRoleMakesAnUpdate: Rule = {
  id: 'one-role-makes-an-update',
  title: 'One role alone can make all signatures of an update',
  goesWrong: 'One person who errs, is bribed or has a virus changes every device in the field.',
  cwe: [654],
  category: 'tampering',
  goal: 'altered',
  severity: 'medium',
  mitigation: 'Ask for two signatures by roles that nobody holds together.',
  verify: 'A reviewer asks who can release alone.',
  falseAlarm: 'An HSM asks two people before it signs: name both as roles of two keys.',
  basis: 'NIST SP 800-53 r5 AC-5, CM-5(4)',
  judge(context: RuleContext): Verdict[] {
    return context.file.updates.map(({ id, signedWith }) =>
      verdictOn(`updates.${id}`, answer(context, id, signedWith)),
    )
  },
}

function answer({ keys, roles }: RuleContext, id: string, signedWith: readonly string[]): Answer {
  if (signedWith.length < 2)
    return 'it is signed once at most: unsigned-update and one-person-signs look at that'
  const holders = signedWith.map((key) => keys.get(key)?.roles ?? [])
  if (holders.some((held) => held.length === 0)) return 'its signing keys do not name who may use them'
  const all = holders[0]?.filter((role) => holders.every((held) => held.includes(role))) ?? []
  const able = all.filter((role) => roles.get(role) !== undefined)
  if (able.length === 0) return 'no role has all of its signing keys'
  const found = `${able.join(', ')} can sign ${id} alone (${signedWith.join(', ')})`
  return { found, advice: 'let no role use all of them ("roles" of the keys)', at: 'signed-with' }
}
