import type { DeviceFile } from '@pericard/model'
import type { Hit, Rule } from '../rule.ts'

export const unverifiedControl: Rule = {
  id: 'unverified-control',
  title: 'Nothing proves that a control holds',
  goesWrong: 'A control that broke two releases ago still counts in every document.',
  cwe: [1053],
  category: 'repudiation',
  goal: 'altered',
  severity: 'low',
  mitigation: 'Name a probe, or record a review as evidence.',
  verify: '`pericard prove`',
  falseAlarm: 'A person reviews it and records the evidence by hand.',
  check(file: DeviceFile): Hit[] {
    return file.controls
      .filter(({ probes, enforcement }) => probes.length === 0 && enforcement.by !== 'nobody')
      .map(({ id }) => ({
        element: `controls.${id}`,
        because: `${id} names no probe`,
        advice: 'name a probe that attacks it in "probes"',
      }))
  },
}
