import type { Control, Interface, Key, PasswordRules } from '@pericard/model'
import { enforcedControls } from '../../elements.ts'
import { type Answer, isNetwork, judgeInterfaces, usesOf } from '../../identities.ts'
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
      if (usesOf(context, each).length === 0 && each.carries.length === 0)
        return 'it commands nothing and carries nothing'
      const proofs = enforcedControls(context, each.authentication)
      if (proofs.length === 0) return withoutProof(context, each)
      if (each.authenticates === 'neither')
        return {
          found: `${each.id} names ${proofs.map(({ id }) => id).join(', ')}, yet neither end proves who it is`,
          advice: 'let the caller prove it and set "authenticates: both-ends"',
          at: 'authenticates',
        }
      const sound = proofs.filter((control) => weakness(context, each, control) === undefined)
      if (sound.length > 0) return `${sound.map(({ id }) => id).join(' and ')} prove it`
      const reasons = proofs.map((control) => `${control.id} ${weakness(context, each, control) ?? ''}`)
      const found = `on ${each.id}, ${reasons.join('; ')}`
      return { found, advice: 'add a proof that a stranger cannot know', at: 'authentication' }
    })
  },
}

function withoutProof({ file }: RuleContext, each: Interface): Answer {
  if (!isNetwork(each)) return 'who uses it stands at the device, and other rules ask for a sign-in'
  const commanders = file.functions
    .filter(({ id }) => each.commands.includes(id))
    .flatMap(({ commands }) => commands.flatMap(({ roles }) => roles))
  const claimed = [...new Set([...each.roles, ...commanders])]
  if (claimed.length === 0) return 'nobody claims to be anybody on it'
  const found = `${each.id} is for ${claimed.join(', ')}, and nothing proves that a caller is one of them`
  return { found, advice: 'name what proves it in "authentication"', at: 'authentication' }
}

/** Why passing a control proves nothing, to follow its id. */
function weakness(context: RuleContext, each: Interface, control: Control): string | undefined {
  if (control.enforcement.by === 'procedure') return 'is a procedure'
  const keys = control.restsOn.keys.flatMap((id) => context.keys.get(id) ?? [])
  const known = keys.find(isKnown)
  if (known !== undefined) return `rests on ${known.id}, which others know`
  if (each.attemptsMax !== undefined) return undefined
  const weak = keys.find(({ password }) => password !== undefined && isWeak(password))
  return weak === undefined
    ? undefined
    : `rests on ${weak.id}, which may be weak and can be tried without end`
}

function isKnown({ default: byDefault, made, scope, storedBy }: Key): boolean {
  return byDefault || made === 'from-serial-number' || (scope !== 'device' && storedBy === 'firmware')
}

function isWeak({ lengthMin, badRefused }: PasswordRules): boolean {
  return badRefused === false || (lengthMin !== undefined && lengthMin < 8)
}
