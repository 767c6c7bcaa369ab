import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const dormantWithoutReason: Rule = {
  id: 'dormant-without-reason',
  title: 'A dormant interface is there and nobody says why',
  goesWrong: 'What nobody needs nobody tests, until somebody else finds it.',
  cwe: [1299],
  category: 'elevation-of-privilege',
  goal: 'altered',
  severity: 'low',
  mitigation: 'Remove it, or say what it is for and what keeps it shut.',
  verify: 'An outside scan, with the case open.',
  falseAlarm: 'It is part of a chip and cannot be removed: say so as its reason.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), appendix 2: dormant functionality',
  judge(context: RuleContext): Verdict[] {
    return context.file.interfaces
      .filter(({ active }) => !active)
      .map(({ id, dormantReason, closedBy }) => {
        const element = `interfaces.${id}`
        if (dormantReason !== undefined && closedBy.length > 0)
          return silent(element, 'its reason is stated and it is kept shut')
        const because =
          dormantReason === undefined
            ? `${id} is dormant and "dormant-reason" is not stated`
            : `${id} is dormant and nothing keeps it shut`
        return fires(element, because, 'remove it, or state the reason and what keeps it shut')
      })
  },
}
