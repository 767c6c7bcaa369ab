import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const useCasesNotDescribed: Rule = {
  id: 'use-cases-not-described',
  title: 'No security use case is described',
  goesWrong:
    'How the device is meant to be used in each state is nowhere, so nobody can say what is out of the ordinary.',
  cwe: [],
  category: 'repudiation',
  goal: 'altered',
  severity: 'low',
  mitigation: 'Describe power on, programming, delivery, alarms, sending, service.',
  verify: 'A reviewer reads the use-case views (FDA premarket cybersecurity guidance, V.B.2).',
  falseAlarm: 'The device has one state.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), V.B.2: security use case views',
  judge(context: RuleContext): Verdict[] {
    return [
      context.file.useCases.length === 0
        ? fires('device', 'the file has no "use-cases"', 'describe at least one for each state of the device')
        : silent('device', `${context.file.useCases.length} use cases are described`),
    ]
  },
}
