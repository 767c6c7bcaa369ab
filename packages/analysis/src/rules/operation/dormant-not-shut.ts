import { enforcedControls, networkInterfaces } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const dormantNotShut: Rule = {
  id: 'dormant-not-shut',
  title: 'A dormant network interface is not kept shut',
  goesWrong: 'It is off until a setting, an update or an intruder switches it on, and nobody watches it.',
  cwe: [],
  category: 'elevation-of-privilege',
  goal: 'altered',
  severity: 'medium',
  mitigation: 'Leave it out of the build, or name what keeps it shut in `closed-by`.',
  verify: 'An outside scan, with every setting tried.',
  falseAlarm: 'The hardware for it is not fitted: then the interface is not there to declare.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), appendix 2: architecture views',
  judge(context: RuleContext): Verdict[] {
    return networkInterfaces(context.file)
      .filter(({ active, use }) => !active && use !== 'debug')
      .map(({ id, closedBy }) => {
        const element = `interfaces.${id}`
        const lines = enforcedControls(context, closedBy)
        if (lines.length > 0)
          return silent(element, `${lines.map((each) => each.id).join(' and ')} keep it shut`)
        return fires(
          element,
          `${id} is dormant and "closed-by" names no enforced control`,
          'remove it, or name what keeps it shut in "closed-by"',
        )
      })
  },
}
