import type { Interface } from '@pericard/model'
import { enforcedControls, outsideInterfaces, ownReceivers } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const openServicePort: Rule = {
  id: 'open-service-port',
  title: 'A connector beside the main way in has no protection of its own',
  goesWrong: 'Whoever plugs a cable in configures or stops the device, past every sign-in.',
  cwe: [1299],
  category: 'elevation-of-privilege',
  goal: 'commanded',
  severity: 'high',
  mitigation: 'Ask for the same sign-in at the connector, or shut it while the device is in use.',
  verify: 'A tester connects to it with a cable from the service manual.',
  falseAlarm: 'Nothing can be read or changed through it: then say so in what it carries.',
  basis: 'IEC 62443-4-2:2019 EDR 2.13, physical diagnostic and test interfaces',
  judge(context: RuleContext): Verdict[] {
    return outsideInterfaces(context.file)
      .filter(({ reach, use }) => isConnector(reach) && use !== 'debug')
      .filter((each) => ownReceivers(context, each).length > 0)
      .map((each) => judgePort(context, each))
  },
}

function isConnector(reach: string): boolean {
  return reach === 'physical-open' || reach === 'physical-port'
}

function judgePort(context: RuleContext, { id, active, use, authentication, closedBy }: Interface): Verdict {
  const element = `interfaces.${id}`
  if (active && use === 'clinical') return silent(element, 'it is the main way in, not one beside it')
  if (active && use === 'update') return silent(element, 'it takes updates (see unsigned-update)')
  const named = active ? authentication : closedBy
  const lines = enforcedControls(context, named)
  if (lines.length > 0) return silent(element, `${lines.map((each) => each.id).join(' and ')} protect it`)
  return active
    ? fires(
        element,
        `${id} is a connector for ${use} and "authentication" names no enforced control`,
        'name what it asks for in "authentication", or shut it and name by what in "closed-by"',
        `${element}.authentication`,
      )
    : fires(
        element,
        `${id} is a dormant connector and "closed-by" names no enforced control`,
        'name what keeps it shut in "closed-by"',
        `${element}.closed-by`,
      )
}
