import type { SoupItem } from '@pericard/model'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const obsoleteOperatingSystem: Rule = {
  id: 'obsolete-operating-system',
  title: 'The operating system is no longer supported',
  goesWrong: 'Its functions and protocols are known to fail, and stay.',
  cwe: [477, 1104],
  category: 'elevation-of-privilege',
  goal: 'altered',
  severity: 'high',
  mitigation: 'Move to a supported system.',
  verify: "A reviewer compares the version with its maker's dates.",
  falseAlarm: 'The maker of the device maintains it: then support is `maintained`.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), V.A.4',
  judge(context: RuleContext): Verdict[] {
    return context.file.soup.items.flatMap((each): Verdict[] => {
      const element = `soup.${each.id}`
      if (each.kind !== 'operating-system') return []
      if (!hasEnded(each, context.now)) return [silent(element, 'its support has not ended')]
      return [
        fires(
          element,
          `${each.title} ${each.version} is no longer supported${each.endOfSupport === undefined ? '' : ` since ${each.endOfSupport}`}`,
          'move to a supported system',
        ),
      ]
    })
  },
}

function hasEnded({ support, endOfSupport }: SoupItem, now: number): boolean {
  const past = endOfSupport !== undefined && Date.parse(endOfSupport) < now
  return past || support === 'no-longer-maintained' || support === 'abandoned'
}
