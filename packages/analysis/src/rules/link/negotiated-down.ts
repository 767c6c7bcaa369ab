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

function isOld(algorithm: string, version: string | undefined): boolean {
  if (/(?:^|[^a-z0-9])wpa(?:$|[^23])/i.test(algorithm)) return true
  return (
    /tls/i.test(algorithm) && version !== undefined && /^(?:0|1(?:\.[01])?$|1\.[01]\b|ssl)/i.test(version)
  )
}
