import { outsideInterfaces, ownReceivers } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const parserBeforeAuthentication: Rule = {
  id: 'parser-before-authentication',
  title: 'Third-party software parses what strangers send',
  goesWrong:
    'One vulnerability in that parser is a way in for everybody who reaches the interface, before anybody is asked who they are.',
  cwe: [],
  category: 'elevation-of-privilege',
  goal: 'altered',
  severity: 'low',
  mitigation: 'Authenticate before parsing, or confine the parser in a process of its own.',
  verify: 'malformed-input',
  falseAlarm: 'The parser is the TLS library itself: then its component is isolated and says so.',

  judge(context: RuleContext): Verdict[] {
    return outsideInterfaces(context.file).flatMap((each): Verdict[] => {
      const receivers = ownReceivers(context, each)
      const element = `interfaces.${each.id}`
      if (receivers.length === 0 || each.parsedBy.length === 0) return []
      const bare = receivers.filter(({ isolatedBy }) => isolatedBy.length === 0)
      if (bare.length === 0) return [silent(element, 'what parses it runs isolated')]
      const because = `${each.parsedBy.join(', ')} parse what arrives on ${each.id} before authentication, and nothing isolates ${bare.map(({ id }) => id).join(', ')}`
      return [
        fires(
          element,
          because,
          'isolate the receiver ("isolated-by"), or parse after authentication',
          `${element}.parsed-by`,
        ),
      ]
    })
  },
}
