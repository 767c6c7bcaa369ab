import type { DeviceFile } from '@pericard/model'
import type { Hit, Rule } from '../rule.ts'

export const removableMediaPhi: Rule = {
  id: 'removable-media-phi',
  title: 'Patient data lies on a medium that can be carried away',
  goesWrong: 'A card or stick is lost without anybody noticing that the device is incomplete.',
  cwe: [922],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'medium',
  mitigation: 'Keep PHI on internal storage, or seal it to its recipient before it is written.',
  verify: 'phi-in-raw-storage',
  falseAlarm: 'The medium never leaves a locked case: then it is internal.',
  check(file: DeviceFile): Hit[] {
    const holding = new Set(file.data.filter(({ kind }) => kind === 'phi').flatMap(({ at }) => at))
    return file.components
      .filter(({ id, storage }) => holding.has(id) && storage?.media === 'removable')
      .map(({ id }) => ({
        element: `components.${id}`,
        because: `${id} stores PHI on a removable medium`,
        advice: 'move it to internal storage or seal it to its recipient',
      }))
  },
}
