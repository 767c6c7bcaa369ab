import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const logKeptOnTheDeviceOnly: Rule = {
  id: 'log-kept-on-the-device-only',
  title: 'The log is kept on the device only',
  goesWrong: 'Whoever has the device has the only account of what they did.',
  cwe: [],
  category: 'repudiation',
  goal: 'lost',
  severity: 'low',
  mitigation: 'Send it elsewhere too.',
  verify: 'A reviewer reads where it goes.',
  falseAlarm: 'The device is never connected.',

  judge(context: RuleContext): Verdict[] {
    const { logging } = context.file
    if (logging === undefined)
      return [silent('logging', 'nothing is said of logging (see logging-not-described)')]
    if (logging.sentTo !== undefined) return [silent('logging', `${logging.sentTo} has it too`)]
    return [fires('logging', '"sent-to" names nobody', 'send it to a server and name it in "sent-to"')]
  },
}
