import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const fullLogStopsDevice: Rule = {
  id: 'full-log-stops-device',
  title: 'A full log stops the device',
  goesWrong: 'Whoever fills the log stops the therapy.',
  cwe: [400],
  category: 'repudiation',
  goal: 'denied',
  severity: 'high',
  mitigation: 'Keep going; overwrite the oldest, and keep a copy elsewhere.',
  verify: 'A tester fills the log.',
  falseAlarm: 'Stopping is the safe state, and somebody is there.',

  judge(context: RuleContext): Verdict[] {
    const { logging } = context.file
    if (logging === undefined)
      return [silent('logging', 'nothing is said of logging (see logging-not-described)')]
    if (logging.whenFull === undefined) return [silent('logging', '"when-full" is not stated')]
    if (logging.whenFull !== 'stops-device') return [silent('logging', `when full it ${logging.whenFull}`)]
    return [
      fires('logging', 'a full log stops the device', 'let it overwrite the oldest', 'logging.when-full'),
    ]
  },
}
