import type { DeviceFile } from '@pericard/model'
import type { Hit, Rule } from '../rule.ts'

export const cleartextPhiInTransit: Rule = {
  id: 'cleartext-phi-in-transit',
  title: 'Patient data travels in the clear',
  goesWrong: 'Anybody on the same network or cable reads it, and nobody notices.',
  cwe: [319],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'high',
  mitigation: 'Protect the interface with TLS 1.2 or later, or seal the data to its recipient.',
  verify: 'tls-downgrade',
  falseAlarm: 'The interface stays inside one sealed computer: then its reach is `internal`.',
  check(file: DeviceFile): Hit[] {
    const phi = new Set(file.data.filter(({ kind }) => kind === 'phi').map(({ id }) => id))
    return file.interfaces
      .filter(({ reach, protection }) => reach !== 'internal' && protection.length === 0)
      .flatMap(({ id, carries, reach }) => {
        const clear = carries.filter((item) => phi.has(item))
        if (clear.length === 0) return []
        const because = `${id} carries ${clear.join(', ')} over the ${reach} with no protection`
        return [
          { element: `interfaces.${id}`, because, advice: 'name a control in "protection" and build it' },
        ]
      })
  },
}
