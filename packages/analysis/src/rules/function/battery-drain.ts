import { enforcedControls, ownReceivers } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const batteryDrain: Rule = {
  id: 'battery-drain',
  title: 'A stranger can drain the battery over the air',
  goesWrong: 'An implant that answers everybody is empty years early; its replacement is surgery.',
  cwe: [920],
  category: 'denial-of-service',
  goal: 'denied',
  severity: 'high',
  mitigation: 'Wake on an authenticated request only, and bound how often.',
  verify: 'A tester sends wake-ups and measures the current.',
  falseAlarm: 'The battery is changed by its user in a minute.',

  judge(context: RuleContext): Verdict[] {
    return context.file.interfaces.flatMap((each): Verdict[] => {
      const element = `interfaces.${each.id}`
      if (each.reach !== 'wireless') return []
      if (!each.active) return [silent(element, 'it is dormant')]
      if (ownReceivers(context, each).every(({ host }) => powerOf(context, host) === undefined))
        return [silent(element, 'none of its receivers runs on a battery')]
      if (enforcedControls(context, each.floodBy).length > 0)
        return [silent(element, `${each.floodBy.join(' and ')} bound it`)]
      return [
        fires(
          element,
          `${each.id} wakes a host on a battery and "flood-by" names no enforced control`,
          'name what bounds wake-ups in "flood-by"',
        ),
      ]
    })
  },
}

/** How a described host is powered, where it is not from the mains. */
function powerOf({ file }: RuleContext, id: string): string | undefined {
  return file.hosts.find((host) => host.id === id && host.power !== 'mains')?.power
}
