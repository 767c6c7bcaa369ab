import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const checksumAsAuthenticity: Rule = {
  id: 'checksum-as-authenticity',
  title: 'A checksum stands where authenticity is needed',
  goesWrong: 'Whoever changes the message changes the checksum with it.',
  cwe: [345],
  category: 'tampering',
  goal: 'altered',
  severity: 'high',
  mitigation: 'Use a message authentication code or a signature.',
  verify: 'A tester changes a message and its checksum.',
  falseAlarm:
    'It is there against noise only, beside a control that authenticates: then take it out of the list.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), appendix 1: no CRC as a security control',
  judge(context: RuleContext): Verdict[] {
    return context.file.controls.flatMap(({ id, cryptography }): Verdict[] => {
      if (cryptography === undefined) return []
      const element = `controls.${id}`
      if (
        !/(?:^|[^a-z0-9])(?:crc|crc-?(?:8|16|32)|checksum|parity|lrc|adler-?32)(?:$|[^a-z0-9])/.test(
          cryptography.algorithm.toLowerCase(),
        )
      )
        return [silent(element, `${cryptography.algorithm} is more than a checksum`)]
      return [
        fires(
          element,
          `${id} relies on ${cryptography.algorithm}, which anybody can compute`,
          'use a message authentication code or a signature',
          `${element}.cryptography.algorithm`,
        ),
      ]
    })
  },
}
