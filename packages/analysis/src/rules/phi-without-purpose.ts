import type { DeviceFile } from '@pericard/model'
import type { Hit, Rule } from '../rule.ts'

export const phiWithoutPurpose: Rule = {
  id: 'phi-without-purpose',
  title: 'Patient data is held without a stated purpose',
  goesWrong: 'Data that nobody needs is kept all the same, and is there to be stolen.',
  cwe: [1230],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'medium',
  mitigation: 'State in `why` what care or service needs the item, or stop holding it.',
  verify: 'A reviewer compares `why` with the intended use.',
  falseAlarm: 'The item is not patient data: then its kind is wrong.',
  check(file: DeviceFile): Hit[] {
    return file.data
      .filter(({ kind, why }) => kind === 'phi' && (why ?? '').trim() === '')
      .map(({ id }) => ({
        element: `data.${id}`,
        because: `${id} is PHI and has no "why"`,
        advice: 'say what it is needed for, or stop holding it',
      }))
  },
}
