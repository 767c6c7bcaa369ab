import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const urgentFixesTooSlow: Rule = {
  id: 'urgent-fixes-too-slow',
  title: 'Urgent fixes take longer than 60 days',
  goesWrong: 'An uncontrolled risk to patients is left for a season.',
  cwe: [],
  category: 'elevation-of-privilege',
  goal: 'altered',
  severity: 'medium',
  mitigation: '60 days or less from knowing to fixed.',
  verify: "The fleet server's own figures.",
  falseAlarm: 'The risk is controlled at once by other means.',
  basis: 'FDA postmarket management of cybersecurity (2016), VII',
  judge(context: RuleContext): Verdict[] {
    const { urgentPatchDays } = context.file.device
    if (urgentPatchDays === undefined) return [silent('device', '"urgent-patch-days" is not stated')]
    if (urgentPatchDays <= 60) return [silent('device', `it takes ${urgentPatchDays} days at most`)]
    return [
      fires(
        'device',
        `an urgent fix may take ${urgentPatchDays} days`,
        'make it 60 or less',
        'device.urgent-patch-days',
      ),
    ]
  },
}
