import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const controlLocksOutCare: Rule = {
  id: 'control-locks-out-care',
  title: 'A control can lock out those who must act',
  goesWrong: 'Five wrong PINs by a child at the bed, and the nurse waits an hour.',
  cwe: [645],
  category: 'denial-of-service',
  goal: 'denied',
  severity: 'medium',
  mitigation: 'Treat the risk that the control brings: a way round in an emergency, a limit, a spare.',
  verify: 'A tester causes the side effect on purpose.',
  falseAlarm: 'The side effect harms nobody: then do not state it.',
  basis: 'ANSI/AAMI SW96:2023, risks arising from risk controls',
  judge(context: RuleContext): Verdict[] {
    return context.file.controls.flatMap(({ id, sideEffects, sideEffectsTreatedBy }): Verdict[] => {
      if (!sideEffects.includes('lock-out')) return []
      const element = `controls.${id}`
      if (sideEffectsTreatedBy.length > 0)
        return [silent(element, `${sideEffectsTreatedBy.join(' and ')} keep it down`)]
      return [
        fires(
          element,
          `${id} states the side effect lock-out and nothing treats it`,
          'name what keeps it down in "side-effects-treated-by"',
        ),
      ]
    })
  },
}
