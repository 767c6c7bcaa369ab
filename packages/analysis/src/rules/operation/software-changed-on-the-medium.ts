import { enforcedControls } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const softwareChangedOnTheMedium: Rule = {
  id: 'software-changed-on-the-medium',
  title: 'Changed software is started without a check',
  goesWrong: 'Whoever has the device for an hour gives it back with software of their own.',
  cwe: [1326],
  category: 'tampering',
  goal: 'altered',
  severity: 'high',
  mitigation: 'Verified boot from a root that cannot be changed.',
  verify: 'A tester changes a file on the medium and starts the device.',
  falseAlarm: 'The medium cannot be written without destroying it.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), appendix 1: code, data and execution integrity',
  judge(context: RuleContext): Verdict[] {
    return context.file.hosts.map((each) => {
      const element = `hosts.${each.id}`
      if (enforcedControls(context, each.bootBy).length > 0)
        return silent(element, `${each.bootBy.join(' and ')} check it`)
      return fires(
        element,
        `"boot-by" of ${each.id} names no enforced control`,
        'name what verifies software before it starts in "boot-by"',
      )
    })
  },
}
