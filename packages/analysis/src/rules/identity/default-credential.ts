import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const defaultCredential: Rule = {
  id: 'default-credential',
  title: 'A default credential opens the device',
  goesWrong:
    'The same password stands in a manual on the internet, and every device of the model opens to it.',
  cwe: [1188, 1392, 1393, 1394],
  category: 'spoofing',
  goal: 'commanded',
  severity: 'high',
  mitigation: 'Make the credential on the device, or ask for it at the first start.',
  verify: 'default-credential',
  falseAlarm: 'The credential opens nothing before it has been changed, and the device insists on that.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), appendix 1, A; IEC 62443-4-2:2019 CR 1.5',
  judge({ file }: RuleContext): Verdict[] {
    return file.keys.map((key) =>
      key.default
        ? fires(
            `keys.${key.id}`,
            `${key.id} has a default value`,
            'generate it per device at enrolment and refuse the default',
          )
        : silent(`keys.${key.id}`, 'it has no default value'),
    )
  },
}
