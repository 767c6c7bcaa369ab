import { enforcedControls, networkInterfaces } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const commandsCanBeReplayed: Rule = {
  id: 'commands-can-be-replayed',
  title: 'A recorded command can be sent again',
  goesWrong: 'What a nurse asked for once is asked for again by whoever listened, at another time.',
  cwe: [294],
  category: 'spoofing',
  goal: 'commanded',
  severity: 'high',
  mitigation: 'Number or time each command under its authentication, and refuse what was seen before.',
  verify: 'A tester records a command and sends it twice.',
  falseAlarm: 'The command is idempotent and harmless: show this, stop.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), appendix 1: anti-replay',
  judge(context: RuleContext): Verdict[] {
    return networkInterfaces(context.file)
      .filter(({ commands }) => commands.length > 0)
      .map(({ id, commands, replayBy }) => {
        const element = `interfaces.${id}`
        const lines = enforcedControls(context, replayBy)
        if (lines.length > 0)
          return silent(element, `${lines.map((line) => line.id).join(' and ')} refuse what was seen before`)
        const because = `commands of ${commands.join(', ')} travel on ${id} and nothing in "replay-by" refuses an old one`
        return fires(element, because, 'number the commands and name that control in "replay-by"')
      })
  },
}
