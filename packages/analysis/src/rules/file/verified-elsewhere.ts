import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const verifiedElsewhere: Rule = {
  id: 'verified-elsewhere',
  title: 'Authentication is verified at neither end of the interface',
  goesWrong: 'Whoever stands between verifier and receiver is taken for verified.',
  cwe: [],
  category: 'spoofing',
  goal: 'commanded',
  severity: 'medium',
  mitigation: 'Verify at the receiver, or say which interface brings the verdict there.',
  verify: 'A reviewer reads the place.',
  falseAlarm: 'A gateway in front is the verifier, and the path behind it is internal.',

  judge(context: RuleContext): Verdict[] {
    return context.file.interfaces.map((each) => {
      const element = `interfaces.${each.id}`
      if (each.verifiedAt === undefined) return silent(element, '"verified-at" is not stated')
      if (each.verifiedAt === each.from || each.verifiedAt === each.to)
        return silent(element, `${each.verifiedAt} verifies it`)
      return fires(
        element,
        `${each.id} is verified at ${each.verifiedAt}, which is neither ${each.from} nor ${each.to}`,
        'verify it at the receiver and correct "verified-at"',
        `${element}.verified-at`,
      )
    })
  },
}
