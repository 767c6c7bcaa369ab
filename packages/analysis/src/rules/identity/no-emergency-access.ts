import type { Role } from '@pericard/model'
import { type Answer, verdictOn } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const noEmergencyAccess: Rule = {
  id: 'no-emergency-access',
  title: 'Nobody gets at the patient when sign-in fails',
  goesWrong: 'The badge reader is broken, the patient is not breathing, and nobody can change the therapy.',
  cwe: [],
  category: 'safety',
  goal: 'denied',
  severity: 'medium',
  mitigation: 'Give clinicians an emergency way in that is logged and told, and that ends by itself.',
  verify: 'A tester uses the device while sign-in is broken.',
  falseAlarm: 'What an emergency needs, stop above all, needs no sign-in.',
  basis: '45 CFR 164.312(a)(2)(ii)',
  judge(context: RuleContext): Verdict[] {
    const { roles, functions } = context.file
    return functions.map((one) => {
      const able = new Set(one.commands.flatMap((command) => command.roles))
      const carers = roles.filter(
        ({ id, kind }) => able.has(id) && (kind === 'clinician' || kind === 'patient'),
      )
      return verdictOn(`functions.${one.id}`, answer(one.id, carers))
    })
  },
}

function answer(id: string, carers: readonly Role[]): Answer {
  if (carers.length === 0) return 'no clinician or patient commands it'
  if (carers.some(({ emergency }) => emergency === true)) return 'some role has emergency access'
  if (carers.some(({ emergency }) => emergency === undefined))
    return '"emergency" is not stated for all its roles'
  const found = `of ${carers.map((role) => role.id).join(', ')}, who command ${id}, none has emergency access`
  return { found, advice: 'set "emergency: true" on a role, and log its use' }
}
