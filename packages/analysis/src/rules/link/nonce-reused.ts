import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const nonceReused: Rule = {
  id: 'nonce-reused',
  title: 'A cipher is used with the same nonce twice',
  goesWrong: 'Two messages under one nonce give away both, and with GCM the key that authenticates.',
  cwe: [323],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'high',
  mitigation: 'Count, or draw at random from enough bits; never a constant, never replayed by a peer.',
  verify: 'A reviewer reads how nonces are made; a tester forces a reconnect and compares.',
  falseAlarm: 'The key changes with each message: then say `counter`.',
  basis: 'NIST SP 800-38D, 8',
  judge(context: RuleContext): Verdict[] {
    return context.file.controls.flatMap(({ id, cryptography }): Verdict[] => {
      if (cryptography === undefined) return []
      const element = `controls.${id}`
      if (!(cryptography.nonces === 'fixed' || cryptography.nonces === 'none'))
        return [silent(element, `its nonces are ${cryptography.nonces ?? 'not stated'}`)]
      return [
        fires(
          element,
          `${id} uses ${cryptography.nonces === 'none' ? 'no' : 'a fixed'} nonce`,
          'count nonces or draw them at random',
          `${element}.cryptography.nonces`,
        ),
      ]
    })
  },
}
