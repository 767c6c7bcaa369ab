import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const certificateNameNotChecked: Rule = {
  id: 'certificate-name-not-checked',
  title: 'The name in a certificate is not compared',
  goesWrong: 'A certificate for any name at all opens the connection.',
  cwe: [295, 297],
  category: 'spoofing',
  goal: 'disclosed',
  severity: 'high',
  mitigation: 'Check what is left out.',
  verify: 'A tester presents a certificate with just this fault.',
  falseAlarm: 'The check is made by a second control on the same interface.',
  basis: 'RFC 5280, 6',
  judge(context: RuleContext): Verdict[] {
    return context.file.controls.flatMap(({ id, cryptography }): Verdict[] => {
      if (cryptography === undefined) return []
      const element = `controls.${id}`
      if (!(cryptography.certificates === 'no-name'))
        return [silent(element, `its certificates are ${cryptography.certificates ?? 'not stated'}`)]
      return [
        fires(
          element,
          `${id} checks everything but this: no-name`,
          'set "certificates: full" and build it',
          `${element}.cryptography.certificates`,
        ),
      ]
    })
  },
}
