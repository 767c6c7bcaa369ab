import { enforcedControls, networkInterfaces, outsideInterfaces, ownReceivers } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const noFloodLimit: Rule = {
  id: 'no-flood-limit',
  title: 'Nothing bounds what a peer can make the device do',
  goesWrong: 'A flood, or a scan by the hospital, and the function misses its deadline.',
  cwe: [400, 770],
  category: 'denial-of-service',
  goal: 'denied',
  severity: 'high',
  mitigation: 'Bound size, rate and number of everything a peer can send.',
  verify: 'malformed-input',
  falseAlarm: 'The medium itself bounds it: say so by a control.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), appendix 1: resiliency and recovery',
  judge(context: RuleContext): Verdict[] {
    const over = new Set(networkInterfaces(context.file))
    return outsideInterfaces(context.file).flatMap((each): Verdict[] => {
      const element = `interfaces.${each.id}`
      if (ownReceivers(context, each).length === 0) return []
      if (!over.has(each)) return [silent(element, 'whoever floods it has to stand at the device')]
      if (!each.active) return [silent(element, 'it is dormant')]
      if (enforcedControls(context, each.floodBy).length > 0)
        return [silent(element, `${each.floodBy.join(' and ')} bound it`)]
      return [
        fires(
          element,
          `${each.id} can be touched from the ${each.reach} and "flood-by" names no enforced control`,
          'name what bounds it in "flood-by"',
        ),
      ]
    })
  },
}
