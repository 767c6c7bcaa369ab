import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const noLocalStop: Rule = {
  id: 'no-local-stop',
  title: 'Nobody at the device can always stop it',
  goesWrong: 'When its software is taken over, the one person who sees the harm cannot end it.',
  cwe: [],
  category: 'safety',
  goal: 'overdriven',
  severity: 'medium',
  mitigation: 'A stop that works without software: a key wired to the drive.',
  verify: 'A tester presses stop with every process halted.',
  falseAlarm: 'It does no harm when it runs on.',

  judge(context: RuleContext): Verdict[] {
    return context.file.functions.map((each) => {
      const element = `functions.${each.id}`
      if (each.localStop === undefined) return silent(element, '"local-stop" is not stated')
      if (each.harm === 'negligible' || each.harm === 'minor')
        return silent(element, `its harm is ${each.harm}`)
      if (each.localStop === 'hardware') return silent(element, 'it can be stopped by hardware')
      return fires(
        element,
        `${each.id} can do ${each.harm} harm and ${each.localStop === 'none' ? 'cannot be stopped at the device' : 'is stopped by software only'}`,
        'give it a stop that needs no software and set "local-stop: hardware"',
        `${element}.local-stop`,
      )
    })
  },
}
