import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const weakHash: Rule = {
  id: 'weak-hash',
  title: 'A weak hash protects integrity or identity',
  goesWrong: 'Another file, image or certificate with the same hash can be made.',
  cwe: [328],
  category: 'tampering',
  goal: 'altered',
  severity: 'high',
  mitigation: 'Use SHA-256 or later.',
  verify: 'A reviewer reads the list of algorithms.',
  falseAlarm: 'The hash is a checksum against accidents only: then it is no control.',
  basis: 'NIST SP 800-131A r2',
  judge(context: RuleContext): Verdict[] {
    return context.file.controls.flatMap(({ id, cryptography }): Verdict[] => {
      if (cryptography === undefined) return []
      const element = `controls.${id}`
      if (!/(?:^|[^a-z0-9])(?:md2|md4|md5|sha-?1)(?:$|[^a-z0-9])/.test(cryptography.algorithm.toLowerCase()))
        return [silent(element, `${cryptography.algorithm} names no weak hash`)]
      return [
        fires(
          element,
          `${id} uses ${cryptography.algorithm}`,
          'replace it by sha-256 or later',
          `${element}.cryptography.algorithm`,
        ),
      ]
    })
  },
}
