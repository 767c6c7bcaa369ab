import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const controlFillsTheLog: Rule = {
  id: 'control-fills-the-log',
  title: 'A control can be made to fill the log',
  goesWrong: 'Somebody knocks all night, and the entries that matter are overwritten.',
  cwe: [779],
  category: 'denial-of-service',
  goal: 'lost',
  severity: 'low',
  mitigation: 'Treat the risk that the control brings: a way round in an emergency, a limit, a spare.',
  verify: 'A tester causes the side effect on purpose.',
  falseAlarm: 'The side effect harms nobody: then do not state it.',
  basis: 'ANSI/AAMI SW96:2023, risks arising from risk controls',
  judge(context: RuleContext): Verdict[] {
    return context.file.controls.flatMap(({ id, sideEffects, sideEffectsTreatedBy }): Verdict[] => {
      if (!sideEffects.includes('log-filling')) return []
      const element = `controls.${id}`
      if (sideEffectsTreatedBy.length > 0)
        return [silent(element, `${sideEffectsTreatedBy.join(' and ')} keep it down`)]
      return [
        fires(
          element,
          `${id} states the side effect log-filling and nothing treats it`,
          'name what keeps it down in "side-effects-treated-by"',
        ),
      ]
    })
  },
}
