import { capabilitiesOf } from '../../capabilities.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const presenceOverANetwork: Rule = {
  id: 'presence-over-a-network',
  title: 'A capability asks for presence and is used over a network',
  goesWrong: 'Either nobody has to be there, or the interface is wrong.',
  cwe: [],
  category: 'elevation-of-privilege',
  goal: 'commanded',
  severity: 'medium',
  mitigation: 'Correct "access", or use an interface at the device.',
  verify: 'A reviewer reads the place.',
  falseAlarm: 'A switch at the device opens the network path each time: name it in "approved-by".',

  judge(context: RuleContext): Verdict[] {
    return capabilitiesOf(context.file).map(({ section, capability: each }) => {
      const element = `${section}.${each.id}`
      const path = context.file.interfaces.find(({ id }) => id === each.interface)
      if (each.access !== 'physical-presence') return silent(element, `its access is ${each.access}`)
      if (path === undefined || !far.has(path.reach)) return silent(element, 'its interface is at the device')
      if (each.approvedBy.length > 0)
        return silent(element, `${each.approvedBy.join(' and ')} approve it there`)
      const because = `${each.id} asks for presence and is used over ${path.id}, from the ${path.reach}`
      return fires(element, because, 'correct "access", or name what is done at the device in "approved-by"')
    })
  },
}

const far: ReadonlySet<string> = new Set(['wireless', 'ward-network', 'hospital-network', 'internet'])
