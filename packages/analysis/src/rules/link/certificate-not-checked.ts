import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const certificateNotChecked: Rule = {
  id: 'certificate-not-checked',
  title: 'Certificates are not checked at all',
  goesWrong:
    'Anybody with some certificate is taken for the server, and everything that was encrypted goes to them.',
  cwe: [295],
  category: 'spoofing',
  goal: 'disclosed',
  severity: 'high',
  mitigation: 'Check chain, name, purpose, dates and revocation; pin the root.',
  verify: 'tls-downgrade',
  falseAlarm: 'None known.',
  basis: 'RFC 5280, 6',
  judge(context: RuleContext): Verdict[] {
    return context.file.controls.flatMap(({ id, cryptography }): Verdict[] => {
      if (cryptography === undefined) return []
      const element = `controls.${id}`
      if (cryptography.certificates !== 'none')
        return [
          silent(
            element,
            `its certificates are ${cryptography.certificates === undefined ? 'not stated' : 'checked, at least in part'}`,
          ),
        ]
      return [
        fires(
          element,
          `${id} does not check certificates`,
          'check them in full and set "certificates: full"',
          `${element}.cryptography.certificates`,
        ),
      ]
    })
  },
}
