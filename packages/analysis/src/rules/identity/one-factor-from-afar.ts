import type { Role } from '@pericard/model'
import { type Answer, carriesPhi, interfacesOfRole, isNetwork, usesOf, verdictOn } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const oneFactorFromAfar: Rule = {
  id: 'one-factor-from-afar',
  title: 'A role signs in from afar with one proof',
  goesWrong: 'One password that somebody was talked out of opens the device from another country.',
  cwe: [308],
  category: 'spoofing',
  goal: 'commanded',
  severity: 'medium',
  mitigation: 'Ask for a second, independent proof where nobody sees who signs in.',
  verify: 'A tester signs in from the network with one proof.',
  falseAlarm: 'The network itself is entered with a second proof: count it.',
  basis: 'IEC 62443-4-2:2019 CR 1.1 RE 2; NIST SP 800-53 r5 IA-2(1), IA-2(2)',
  judge(context: RuleContext): Verdict[] {
    return context.file.roles.map((role) => verdictOn(`roles.${role.id}`, answer(context, role)))
  },
}

function answer(context: RuleContext, { id, factors }: Role): Answer {
  if (factors === undefined) return '"factors" is not stated'
  if (factors >= 2) return `it signs in with ${factors} proofs`
  const afar = interfacesOfRole(context, id).find(
    (each) => isNetwork(each) && (usesOf(context, each).length > 0 || carriesPhi(context, each)),
  )
  if (afar === undefined) return 'it commands nothing and sees no patient data from afar'
  const found = `${id} signs in on ${afar.id} with ${factors === 1 ? 'one proof' : 'no proof'}`
  return { found, advice: 'ask for a second proof and set "factors: 2"', at: 'factors' }
}
