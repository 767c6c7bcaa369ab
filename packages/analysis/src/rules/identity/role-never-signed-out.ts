import type { Role } from '@pericard/model'
import { enforcedControls } from '../../elements.ts'
import { type Answer, carriesPhi, interfacesOfRole, usesOf, verdictOn } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const roleNeverSignedOut: Rule = {
  id: 'role-never-signed-out',
  title: 'A person is never signed out',
  goesWrong: 'The next person at the device works under the name of the last, and the record says so.',
  cwe: [613],
  category: 'repudiation',
  goal: 'commanded',
  severity: 'medium',
  mitigation: 'Sign people out after minutes without use; go on showing what care needs.',
  verify: 'A tester signs in and waits.',
  falseAlarm: 'Each single action asks who it is.',
  basis: '45 CFR 164.312(a)(2)(iii); IEC 62443-4-2:2019 CR 2.5',
  judge(context: RuleContext): Verdict[] {
    return context.file.roles.map((role) => verdictOn(`roles.${role.id}`, answer(context, role)))
  },
}

function answer(context: RuleContext, { id, signOutAfter }: Role): Answer {
  if (signOutAfter !== undefined) return `it is signed out after ${signOutAfter / 1000} s without use`
  const used = interfacesOfRole(context, id).filter(
    (each) =>
      enforcedControls(context, each.authentication).length > 0 &&
      (usesOf(context, each).length > 0 || carriesPhi(context, each)),
  )
  if (used.length === 0) return 'it signs in nowhere where it commands or sees patient data'
  const open = used.filter(({ sessionRules }) => sessionRules?.idle === undefined)
  if (open.length === 0) return `"idle" ends its sessions on ${used.map((each) => each.id).join(', ')}`
  const found = `${id} is never signed out, on ${open.map((each) => each.id).join(', ')}`
  return { found, advice: 'set "sign-out-after" to minutes, or "idle" in "session-rules"' }
}
