import { enforcedControls, outsideInterfaces } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const commandsUnprotectedOnTheWay: Rule = {
  id: 'commands-unprotected-on-the-way',
  title: 'Commands travel without protection of their integrity',
  goesWrong: 'Whoever stands on the path makes 1.0 a 10.',
  cwe: [924],
  category: 'tampering',
  goal: 'commanded',
  severity: 'high',
  mitigation: 'Authenticate every command on the way: TLS, or a code of its own.',
  verify: 'A tester changes a command in transit.',
  falseAlarm: 'The path cannot be touched: then its reach is `internal`.',

  judge(context: RuleContext): Verdict[] {
    return outsideInterfaces(context.file)
      .filter(({ commands }) => commands.length > 0)
      .map(({ id, commands, protection, reach }) => {
        const element = `interfaces.${id}`
        const lines = enforcedControls(context, protection)
        if (lines.length > 0)
          return silent(element, `${lines.map((line) => line.id).join(' and ')} protect it`)
        const because = `commands of ${commands.join(', ')} travel on ${id} over the ${reach} and no enforced control protects them`
        return fires(element, because, 'name a control in "protection" and build it', `${element}.protection`)
      })
  },
}
