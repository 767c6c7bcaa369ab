import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const fleetSecretOnDevices: Rule = {
  id: 'fleet-secret-on-devices',
  title: 'One secret opens the whole fleet and lies on every device',
  goesWrong: 'One stolen device is every device.',
  cwe: [],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'high',
  mitigation: 'A key for each device; shared ones in hardware at the maker only.',
  verify: 'default-credential',
  falseAlarm: 'It is public: a root certificate is not a key.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), appendix 1: no shared keys',
  judge(context: RuleContext): Verdict[] {
    return context.file.keys.map((each) => {
      const element = `keys.${each.id}`
      if (each.scope === 'device') return silent(element, 'one copy opens one device')
      if (!each.at.some((id) => context.components.get(id)?.external === false))
        return silent(element, 'it lies on no device')
      if (each.storedBy === 'file' || each.storedBy === 'firmware')
        return silent(element, 'it lies in the clear: shared-key-across-devices says so')
      if (each.storedBy === 'tpm' || each.storedBy === 'hsm') return silent(element, 'hardware keeps it in')
      return fires(
        element,
        `${each.id} is one for the ${each.scope}, lies on ${each.at.join(', ')}, and opens ${context.file.device.fleetSize} devices`,
        'make one for each device',
      )
    })
  },
}
