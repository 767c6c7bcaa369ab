import type { SoupItem } from '@pericard/model'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const soupNotDescribed: Rule = {
  id: 'soup-not-described',
  title: 'An item of third-party software leaves out what a premarket file asks',
  goesWrong: 'Support, origin, verification, anomalies: a reviewer will ask for each.',
  cwe: [],
  category: 'elevation-of-privilege',
  goal: 'altered',
  severity: 'low',
  mitigation: 'State support, end of support, source, how it was verified, when anomalies were reviewed.',
  verify: 'A reviewer reads the list (FDA premarket cybersecurity guidance, V.A.4).',
  falseAlarm: 'None known.',
  basis: 'IEC 62304:2006+A1:2015, 8.1.2; FDA premarket cybersecurity guidance (Feb 2026), V.A.4',
  judge(context: RuleContext): Verdict[] {
    return context.file.soup.items.map((each) => {
      const element = `soup.${each.id}`
      if (missing(each).length === 0) return silent(element, 'every statement is made')
      return fires(element, `${each.id} does not state ${missing(each).join(', ')}`, 'state each of them')
    })
  },
}

function missing(item: SoupItem): string[] {
  const statements = {
    purl: item.purl,
    kind: item.kind,
    support: item.support,
    source: item.source,
    verified: item.verified,
    'anomalies-reviewed': item.anomaliesReviewed,
  }
  return Object.entries(statements).flatMap(([name, value]) => (value === undefined ? [name] : []))
}
