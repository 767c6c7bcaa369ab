import type { Control, Interface } from '@pericard/model'
import { enforcedControls } from '../../elements.ts'
import { type Answer, judgeInterfaces } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const identityNotProven: Rule = {
  id: 'identity-not-proven',
  title: 'What a caller says it is, is not proven',
  goesWrong: 'The device believes whoever says that they are the nurse, the programmer or the server.',
  cwe: [287],
  category: 'spoofing',
  goal: 'commanded',
  severity: 'high',
  mitigation: 'Let callers prove it with something that only they have, and check that in the device.',
  verify: 'default-credential',
  falseAlarm: 'The proof is made on another layer: name that control in `authentication`.',
  basis:
    'FDA premarket cybersecurity guidance (Feb 2026), appendix 1, A; 45 CFR 164.312(d); NIST SP 800-53 r5 IA-2',
  judge(context: RuleContext): Verdict[] {
    return judgeInterfaces(context, (each) => {
      const proofs = enforcedControls(context, each.authentication)
      if (proofs.length === 0) return withoutProof(each)
      if (each.authenticates === 'neither')
        return {
          found: `${each.id} names ${proofs.map(({ id }) => id).join(', ')}, yet neither end proves who it is`,
          advice: 'let the caller prove it and set "authenticates: both-ends"',
          at: 'authenticates',
        }
      const sound = proofs.filter((control) => weakness(context, control) === undefined)
      if (sound.length > 0) return `${sound.map(({ id }) => id).join(' and ')} prove it`
      const reasons = proofs.map((control) => `${control.id} ${weakness(context, control) ?? ''}`)
      const found = `on ${each.id}, ${reasons.join('; ')}`
      return { found, advice: 'add a proof that a stranger cannot know', at: 'authentication' }
    })
  },
}

function withoutProof({ id, roles }: Interface): Answer {
  if (roles.length === 0) return 'nobody claims to be anybody on it'
  const found = `${id} is for ${roles.join(', ')}, and nothing proves that a caller is one of them`
  return { found, advice: 'name what proves it in "authentication"', at: 'roles' }
}

/** Why passing a control proves nothing, to follow its id. */
function weakness({ keys }: RuleContext, { enforcement, restsOn }: Control): string | undefined {
  if (enforcement.by === 'procedure') return 'is a procedure'
  const known = restsOn.keys
    .flatMap((id) => keys.get(id) ?? [])
    .find(
      (key) =>
        key.default ||
        key.made === 'from-serial-number' ||
        (key.scope !== 'device' && key.storedBy === 'firmware'),
    )
  return known === undefined ? undefined : `rests on ${known.id}, which others know`
}
