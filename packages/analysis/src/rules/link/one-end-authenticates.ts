import { networkInterfaces } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const oneEndAuthenticates: Rule = {
  id: 'one-end-authenticates',
  title: 'Only one end proves who it is',
  goesWrong: 'An attacker between the two plays the end that nobody checks, and reads or changes everything.',
  cwe: [300],
  category: 'spoofing',
  goal: 'altered',
  severity: 'medium',
  mitigation: 'Let both ends prove who they are in the handshake.',
  verify: 'device-port-without-certificate',
  falseAlarm: 'What travels is public and changes nothing.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), appendix 1: mutual authentication',
  judge(context: RuleContext): Verdict[] {
    return networkInterfaces(context.file)
      .filter(({ carries, commands }) => carries.length + commands.length > 0)
      .map(({ id, authenticates, reach }) => {
        const element = `interfaces.${id}`
        if (authenticates === undefined) return silent(element, '"authenticates" is not stated')
        if (authenticates === 'both-ends') return silent(element, 'both ends prove who they are')
        const because = `on ${id}, over the ${reach}, ${authenticates === 'neither' ? 'nobody proves' : `only the ${authenticates} proves`} who they are`
        return fires(element, because, 'authenticate both ends in the handshake', `${element}.authenticates`)
      })
  },
}
