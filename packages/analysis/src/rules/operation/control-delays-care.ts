import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const controlDelaysCare: Rule = {
  id: 'control-delays-care',
  title: 'A control delays what cannot wait',
  goesWrong: 'A sign-in between a nurse and a stop key.',
  cwe: [],
  category: 'safety',
  goal: 'denied',
  severity: 'medium',
  mitigation: 'Treat the risk that the control brings: a way round in an emergency, a limit, a spare.',
  verify: 'A tester causes the side effect on purpose.',
  falseAlarm: 'The side effect harms nobody: then do not state it.',
  basis: 'ANSI/AAMI SW96:2023, risks arising from risk controls',
  judge(context: RuleContext): Verdict[] {
    return context.file.controls.flatMap(({ id, sideEffects, sideEffectsTreatedBy }): Verdict[] => {
      if (!sideEffects.includes('delay')) return []
      const element = `controls.${id}`
      if (sideEffectsTreatedBy.length > 0)
        return [silent(element, `${sideEffectsTreatedBy.join(' and ')} keep it down`)]
      return [
        fires(
          element,
          `${id} states the side effect delay and nothing treats it`,
          'name what keeps it down in "side-effects-treated-by"',
        ),
      ]
    })
  },
}
