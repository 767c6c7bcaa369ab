import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

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
  judge({ file }: RuleContext): Verdict[] {
    return file.controls.map(({ id, enforcement }) =>
      enforcement.by === 'nobody'
        ? fires(
            `controls.${id}`,
            `${id} is enforced by nobody`,
            'name the part of the guard or the mechanism that enforces it',
          )
        : silent(`controls.${id}`, `it is enforced by ${enforcement.by}`),
    )
  },
}
