import type { Control } from '@pericard/model'
import { capabilitiesOf } from '../../capabilities.ts'
import { enforcedControls } from '../../elements.ts'
import { verdictOn } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const presenceNotEnforced: Rule = {
  id: 'presence-not-enforced',
  title: 'Nothing makes sure that its user stands at the device',
  goesWrong: 'What is meant for a hand at the device is done from a laptop down the corridor.',
  cwe: [],
  category: 'elevation-of-privilege',
  goal: 'commanded',
  severity: 'medium',
  mitigation: 'Ask for a button, a switch or an opened cover at the device.',
  verify: 'A tester uses it without touching the device.',
  falseAlarm: 'The plug itself is under a lock: name that in `closed-by` or `authentication`.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), appendix 1, B',
  judge(context: RuleContext): Verdict[] {
    const { file } = context
    return capabilitiesOf(file)
      .filter(({ capability }) => capability.access === 'physical-presence')
      .map(({ section, capability }) => {
        const element = `${section}.${capability.id}`
        const way = file.interfaces.find(({ id }) => id === capability.interface)
        if (way?.reach === 'physical-open') return verdictOn(element, 'the device has to be opened for it')
        const ids = [...capability.approvedBy, ...(way?.authentication ?? []), ...(way?.closedBy ?? [])]
        const present = enforcedControls(context, ids).filter(
          ({ factor, kind }) => factor === 'physical-presence' || kinds.has(kind),
        )
        if (present.length > 0)
          return verdictOn(element, `${present.map(({ id }) => id).join(', ')} ask for a hand`)
        const found = `${capability.id} is for somebody at the device, and no control makes sure of it`
        return verdictOn(element, { found, advice: 'name a switch or button in "approved-by"', at: 'access' })
      })
  },
}

const kinds: ReadonlySet<Control['kind']> = new Set(['physical', 'closed-interface'])
