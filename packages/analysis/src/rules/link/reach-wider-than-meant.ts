import { outsideInterfaces } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const reachWiderThanMeant: Rule = {
  id: 'reach-wider-than-meant',
  title: 'An interface can be touched from farther away than it is meant to',
  goesWrong: 'What was built for the ward is open to the hospital, or to everybody.',
  cwe: [668],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'medium',
  mitigation: 'Bind it to the network that it is for, and let something refuse the rest.',
  verify: 'An outside scan from the wider network finds it shut.',
  falseAlarm: 'The wider reach is meant: then say so in "meant-for".',

  judge(context: RuleContext): Verdict[] {
    return outsideInterfaces(context.file).map(({ id, reach, meantFor }) => {
      const element = `interfaces.${id}`
      if (meantFor === undefined) return silent(element, '"meant-for" is not stated')
      if (far(reach) <= far(meantFor)) return silent(element, `it is meant for the ${meantFor}`)
      const because = `${id} is meant for the ${meantFor} and can be touched from the ${reach}`
      return fires(
        element,
        because,
        'bind it to what it is meant for, and correct "reach"',
        `${element}.reach`,
      )
    })
  },
}

/** From the device outwards. */
const order = [
  'internal',
  'physical-open',
  'physical-port',
  'wireless',
  'ward-network',
  'hospital-network',
  'internet',
]

function far(reach: string): number {
  return order.indexOf(reach)
}
