import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const dormantWithoutReason: Rule = {
  id: 'dormant-without-reason',
  title: 'A dormant interface is there and nobody says why',
  goesWrong: 'What nobody needs nobody tests, until somebody else finds it.',
  cwe: [],
  category: 'elevation-of-privilege',
  goal: 'altered',
  severity: 'low',
  mitigation: 'Remove it, or say what it is for.',
  verify: 'A reviewer reads the reason and asks who uses it.',
  falseAlarm: 'It is part of a chip and cannot be removed: say so as its reason.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), appendix 2: architecture views',
  judge(context: RuleContext): Verdict[] {
    return context.file.interfaces
      .filter(({ active }) => !active)
      .map(({ id, dormantReason }) => {
        const element = `interfaces.${id}`
        if (dormantReason !== undefined) return silent(element, 'its reason is stated')
        const because = `${id} is dormant and "dormant-reason" is not stated`
        return fires(element, because, 'remove it, or say why it is there in "dormant-reason"')
      })
  },
}
