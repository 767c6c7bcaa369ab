import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const loggingNotDescribed: Rule = {
  id: 'logging-not-described',
  title: 'The file does not say what is recorded',
  goesWrong: 'After an incident nobody can tell what happened, to whom, and since when.',
  cwe: [778],
  category: 'repudiation',
  goal: 'disclosed',
  severity: 'medium',
  mitigation: 'Record sign-ins, commands, access to patient data, changes, updates.',
  verify: 'log-tamper',
  falseAlarm: 'The device holds and does nothing worth a record.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), appendix 1: event detection and logging',
  judge(context: RuleContext): Verdict[] {
    return [
      context.file.logging === undefined
        ? fires(
            'device',
            'the file has no "logging"',
            'add "logging" with events, log, where it is kept and who is told',
          )
        : silent('device', 'what is recorded is stated'),
    ]
  },
}
