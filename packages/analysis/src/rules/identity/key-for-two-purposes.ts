import type { Control } from '@pericard/model'
import { judgeKeys } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const keyForTwoPurposes: Rule = {
  id: 'key-for-two-purposes',
  title: 'One key serves two purposes',
  goesWrong:
    'What one use gives away breaks the other: a key that signs challenges of strangers ends up signing an update.',
  cwe: [],
  category: 'spoofing',
  goal: 'altered',
  severity: 'medium',
  mitigation: 'Use a key for one thing only: to sign updates, to prove who one is, or to seal data.',
  verify: 'A reviewer looks for the key in each place that uses it.',
  falseAlarm: 'The two uses derive keys of their own from it.',
  basis: 'NIST SP 800-57 part 1 r5, 5.2',
  judge(context: RuleContext): Verdict[] {
    return judgeKeys(context, ['symmetric', 'private', 'signing'], ({ id }) => {
      const purposes = purposesOf(context, id)
      if (purposes.length < 2) return 'nothing in the file uses it for two purposes'
      const advice = 'declare one key for each purpose'
      return { found: `${id} ${purposes.join(' and ')}`, advice }
    })
  },
}

function purposesOf({ file }: RuleContext, key: string): string[] {
  const restingOn = (kind: Control['kind']): boolean =>
    file.controls.some((control) => control.kind === kind && control.restsOn.keys.includes(key))
  const purposes: readonly (readonly [string, boolean])[] = [
    ['signs updates', file.updates.some(({ signedWith }) => signedWith.includes(key))],
    [
      'proves who somebody is',
      restingOn('authentication') || file.interfaces.some(({ credentials }) => credentials.includes(key)),
    ],
    ['encrypts', restingOn('encryption')],
  ]
  return purposes.filter(([, used]) => used).map(([purpose]) => purpose)
}
