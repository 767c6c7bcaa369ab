import type { DeviceFile } from '@pericard/model'
import type { Hit, Rule } from '../rule.ts'

export const controlNobodyEnforces: Rule = {
  id: 'control-nobody-enforces',
  title: 'A control is declared and nothing enforces it',
  goesWrong: 'The risk file counts a line of defence that does not exist.',
  cwe: [693],
  category: 'tampering',
  goal: 'altered',
  severity: 'medium',
  mitigation: 'Build the mechanism, or take the control out of the file.',
  verify: 'The probes that the control names.',
  falseAlarm: 'None: the analysis counts it as failed already.',
  check(file: DeviceFile): Hit[] {
    return file.controls
      .filter(({ enforcement }) => enforcement.by === 'nobody')
      .map(({ id }) => ({
        element: `controls.${id}`,
        because: `${id} is enforced by nobody`,
        advice: 'name the part of the guard or the mechanism that enforces it',
      }))
  },
}
