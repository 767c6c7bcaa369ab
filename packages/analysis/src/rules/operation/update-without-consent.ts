import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const updateWithoutConsent: Rule = {
  id: 'update-without-consent',
  title: 'An update is taken and nobody decides',
  goesWrong: 'The device is another one tomorrow, and the ward was not asked.',
  cwe: [],
  category: 'safety',
  goal: 'denied',
  severity: 'low',
  mitigation: 'Let whoever runs the device decide when.',
  verify: 'A reviewer reads the procedure.',
  falseAlarm: 'The maker runs the device.',

  judge(context: RuleContext): Verdict[] {
    return context.file.updates.map((each) => {
      const element = `updates.${each.id}`
      if (each.consent === undefined) return silent(element, '"consent" is not stated')
      if (each.consent !== 'nobody') return silent(element, `the ${each.consent} decides`)
      return fires(
        element,
        `nobody decides that ${each.id} is taken now`,
        'let the user or the maker decide',
        `${element}.consent`,
      )
    })
  },
}
