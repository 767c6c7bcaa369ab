import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const updateInterrupted: Rule = {
  id: 'update-interrupted',
  title: 'An interrupted update leaves the device unusable',
  goesWrong: 'The battery runs out, and a ward has one pump less.',
  cwe: [],
  category: 'denial-of-service',
  goal: 'denied',
  severity: 'high',
  mitigation: 'Write beside the old version and switch at once; or a recovery mode that always starts.',
  verify: 'A tester cuts the power at every phase.',
  falseAlarm: 'It is done in a workshop that can repair it.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), appendix 1: updatability',
  judge(context: RuleContext): Verdict[] {
    return context.file.updates.map((each) => {
      const element = `updates.${each.id}`
      if (each.interrupted === undefined) return silent(element, '"interrupted" is not stated')
      if (each.interrupted !== 'unusable')
        return silent(element, `an interruption leaves ${each.interrupted}`)
      if (each.way === 'physical-presence') return silent(element, 'somebody who can repair it is there')
      return fires(
        element,
        `an interruption of ${each.id} leaves the device unusable`,
        'write beside the old version',
        `${element}.interrupted`,
      )
    })
  },
}
