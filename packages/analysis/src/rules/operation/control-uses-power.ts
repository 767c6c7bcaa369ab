import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const controlUsesPower: Rule = {
  id: 'control-uses-power',
  title: 'A control uses power that the function needs',
  goesWrong: 'Encryption that halves the life of an implant.',
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
      if (!sideEffects.includes('power-use')) return []
      const element = `controls.${id}`
      if (sideEffectsTreatedBy.length > 0)
        return [silent(element, `${sideEffectsTreatedBy.join(' and ')} keep it down`)]
      return [
        fires(
          element,
          `${id} states the side effect power-use and nothing treats it`,
          'name what keeps it down in "side-effects-treated-by"',
        ),
      ]
    })
  },
}
