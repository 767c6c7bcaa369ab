import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const unverifiedControl: Rule = {
  id: 'unverified-control',
  title: 'Nothing proves that a control holds',
  goesWrong: 'A control that broke two releases ago still counts in every document.',
  cwe: [],
  category: 'repudiation',
  goal: 'altered',
  severity: 'low',
  mitigation: 'Name a probe, or record a review as evidence.',
  verify: '`pericard prove`',
  falseAlarm: 'A person reviews it and records the evidence by hand.',
  judge({ file }: RuleContext): Verdict[] {
    return file.controls
      .filter(({ enforcement }) => enforcement.by !== 'nobody')
      .map(({ id, probes }) =>
        probes.length > 0
          ? silent(`controls.${id}`, `${probes.join(', ')} attack it`)
          : fires(`controls.${id}`, `${id} names no probe`, 'name a probe that attacks it in "probes"'),
      )
  },
}
