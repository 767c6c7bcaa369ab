import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const needsTheNetwork: Rule = {
  id: 'needs-the-network',
  title: 'A critical function stops without a network',
  goesWrong: 'Whoever cuts a cable or floods a ward stops the therapy.',
  cwe: [],
  category: 'denial-of-service',
  goal: 'denied',
  severity: 'high',
  mitigation: 'Let it go on by itself inside its envelope.',
  verify: 'A tester pulls every cable.',
  falseAlarm: 'It is of use only with the network, and its absence is alarmed.',
  basis: 'IEC 62443-4-2:2019 CCSC 1, support of essential functions',
  judge(context: RuleContext): Verdict[] {
    return context.file.functions.map((each) => {
      const element = `functions.${each.id}`
      if (each.withoutNetwork === undefined) return silent(element, '"without-network" is not stated')
      if (each.withoutNetwork !== 'stops')
        return silent(element, `without a network it ${each.withoutNetwork}`)
      return fires(
        element,
        `${each.id} stops when the network is gone`,
        'let it go on without a network',
        `${element}.without-network`,
      )
    })
  },
}
