import { phiOf } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const cleartextPhiInTransit: Rule = {
  id: 'cleartext-phi-in-transit',
  title: 'Patient data travels in the clear',
  goesWrong: 'Anybody on the same network or cable reads it, and nobody notices.',
  cwe: [311, 319],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'high',
  mitigation: 'Protect the interface with TLS 1.2 or later, or seal the data to its recipient.',
  verify: 'tls-downgrade',
  falseAlarm: 'The interface stays inside one sealed computer: then its reach is `internal`.',
  judge({ file }: RuleContext): Verdict[] {
    const phi = new Set(phiOf(file).map(({ id }) => id))
    return file.interfaces.flatMap(({ id, carries, reach, protection }) => {
      const element = `interfaces.${id}`
      const found = carries.filter((item) => phi.has(item))
      if (found.length === 0) return []
      if (reach === 'internal') return [silent(element, 'it stays inside the device')]
      if (protection.length > 0) return [silent(element, `${protection.join(' and ')} protect it`)]
      const because = `${id} carries ${found.join(', ')} over the ${reach} with no protection`
      return [fires(element, because, 'name a control in "protection" and build it')]
    })
  },
}
