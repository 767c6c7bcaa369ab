import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const certificateExpiryIgnored: Rule = {
  id: 'certificate-expiry-ignored',
  title: 'An expired certificate is taken',
  goesWrong: 'A key that was thrown away years ago still opens the connection.',
  cwe: [295, 298],
  category: 'spoofing',
  goal: 'disclosed',
  severity: 'medium',
  mitigation: 'Check what is left out.',
  verify: 'A tester presents a certificate with just this fault.',
  falseAlarm: 'The check is made by a second control on the same interface.',
  basis: 'RFC 5280, 6',
  judge(context: RuleContext): Verdict[] {
    return context.file.controls.flatMap(({ id, cryptography }): Verdict[] => {
      if (cryptography === undefined) return []
      const element = `controls.${id}`
      if (!(cryptography.certificates === 'no-expiry'))
        return [silent(element, `its certificates are ${cryptography.certificates ?? 'not stated'}`)]
      return [
        fires(
          element,
          `${id} checks everything but this: no-expiry`,
          'set "certificates: full" and build it',
          `${element}.cryptography.certificates`,
        ),
      ]
    })
  },
}
