import { ownComponents, inputsOf } from '../../elements.ts'
import { isNetwork, verdictOn } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const networkServiceAsAdministrator: Rule = {
  id: 'network-service-as-administrator',
  title: 'What the network reaches runs with all rights',
  goesWrong: 'Its first flaw gives the whole computer, and all that runs beside it, the pump included.',
  cwe: [250],
  category: 'elevation-of-privilege',
  goal: 'altered',
  severity: 'medium',
  mitigation: 'Run it as a user of its own, and give it only the rights that it needs.',
  verify: 'A tester reads as whom the listening process runs.',
  falseAlarm: 'Its computer has no users, and nothing else runs on it.',
  basis: 'NIST SP 800-53 r5 AC-6; FDA premarket cybersecurity guidance (Feb 2026), appendix 1, B',
  judge(context: RuleContext): Verdict[] {
    return ownComponents(context.file).map((component) => {
      const { id, privileges } = component
      const element = `components.${id}`
      if (privileges === undefined) return verdictOn(element, '"privileges" is not stated')
      if (privileges === 'none' || privileges === 'user')
        return verdictOn(element, `it runs with rights of ${privileges}`)
      const reached = inputsOf(context, component).filter((each) => each.active && isNetwork(each))
      if (reached.length === 0) return verdictOn(element, 'no network reaches it directly')
      const found = `${id} runs with rights of ${privileges} and is reached by ${reached.map((each) => each.id).join(', ')}`
      return verdictOn(element, { found, advice: 'run it as a user ("privileges: user")', at: 'privileges' })
    })
  },
}
