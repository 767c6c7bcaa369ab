import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const negotiatedDown: Rule = {
  id: 'negotiated-down',
  title: 'A connection can be negotiated down',
  goesWrong: 'An attacker between the two makes them agree on the weakest version that both still know.',
  cwe: [757],
  category: 'tampering',
  goal: 'disclosed',
  severity: 'high',
  mitigation: 'TLS 1.2 or later, and nothing else is answered.',
  verify: 'tls-downgrade',
  falseAlarm: 'The protocol is not TLS and its lowest version has no known attack.',
  basis: 'NIST SP 800-52 r2, 3.1',
  judge(context: RuleContext): Verdict[] {
    return context.file.controls.flatMap(({ id, cryptography }): Verdict[] => {
      if (cryptography === undefined) return []
      const element = `controls.${id}`
      if (!isOld(cryptography.algorithm, cryptography.minimumVersion))
        return [silent(element, `its lowest version is ${cryptography.minimumVersion ?? 'not stated'}`)]
      return [
        fires(
          element,
          `${id} agrees to ${cryptography.algorithm} ${cryptography.minimumVersion ?? ''}`,
          'set "minimum-version" to "1.2" or later and refuse what is below',
          `${element}.cryptography.minimum-version`,
        ),
      ]
    })
  },
}

/** Versions as people write them: `1.0`, `TLS 1.1`, `tlsv1`, `SSL 3`; WPA without a number is the first one. */
function isOld(algorithm: string, version: string | undefined): boolean {
  if (/(?:^|[^a-z0-9])wpa(?![\s-]*[23])/i.test(algorithm)) return true
  if (!/tls/i.test(algorithm) || version === undefined) return false
  if (/ssl/i.test(version)) return true
  const number = /\d+(?:\.\d+)?/.exec(version)?.[0]
  return number !== undefined && Number(number) < 1.2
}
