import type { Role } from '@pericard/model'
import { capabilitiesOf } from '../../capabilities.ts'
import { type Answer, interfacesOfRole, verdictOn } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const roleNotDescribed: Rule = {
  id: 'role-not-described',
  title: 'A role is not fully described',
  goesWrong:
    'Nobody asked how many proofs it takes to be it, or what happens when care cannot wait for a sign-in.',
  cwe: [1059],
  category: 'repudiation',
  goal: 'commanded',
  severity: 'low',
  mitigation: 'State how many proofs signing in takes, and whether it may do more in an emergency.',
  verify: 'A reviewer reads the table of roles.',
  falseAlarm: 'None: both are one word.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), appendix 1, A and B; 45 CFR 164.312(a)(2)(ii)',
  judge(context: RuleContext): Verdict[] {
    return context.file.roles.map((role) => verdictOn(`roles.${role.id}`, answer(context, role)))
  },
}

function answer(context: RuleContext, { id, kind, factors, emergency }: Role): Answer {
  const used = interfacesOfRole(context, id).length > 0
  const uses = capabilitiesOf(context.file).some(({ capability }) => capability.roles.includes(id))
  if (!used && !uses) return 'it uses no interface of the device'
  const careful = kind === 'clinician' || kind === 'patient'
  const missing = [
    ...(factors === undefined ? ['factors'] : []),
    ...(careful && emergency === undefined ? ['emergency'] : []),
  ]
  if (missing.length === 0) return 'every statement is made'
  return { found: `${id} does not state ${missing.join(', ')}`, advice: 'state each' }
}
