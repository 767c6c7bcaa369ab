import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const supportHasEnded: Rule = {
  id: 'support-has-ended',
  title: 'Support of the device has ended',
  goesWrong: 'It is in use and nobody will mend it.',
  cwe: [],
  category: 'elevation-of-privilege',
  goal: 'altered',
  severity: 'high',
  mitigation: 'Replace it, or prolong the support.',
  verify: 'A reviewer compares the date.',
  falseAlarm: 'No device of the version is in use.',

  judge(context: RuleContext): Verdict[] {
    const { supportUntil } = context.file.device
    if (supportUntil === undefined) return [silent('device', '"support-until" is not stated')]
    if (Date.parse(supportUntil) >= context.now)
      return [silent('device', `it is supported until ${supportUntil}`)]
    return [
      fires(
        'device',
        `support of the device ended on ${supportUntil}`,
        'prolong it or replace the device',
        'device.support-until',
      ),
    ]
  },
}
