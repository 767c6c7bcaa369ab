import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const controlInterruptsUpdates: Rule = {
  id: 'control-interrupts-updates',
  title: 'A control can leave an update half done',
  goesWrong: 'A check in the wrong place, and the device does not start.',
  cwe: [],
  category: 'denial-of-service',
  goal: 'denied',
  severity: 'medium',
  mitigation: 'Treat the risk that the control brings: a way round in an emergency, a limit, a spare.',
  verify: 'A tester causes the side effect on purpose.',
  falseAlarm: 'The side effect harms nobody: then do not state it.',
  basis: 'ANSI/AAMI SW96:2023, risks arising from risk controls',
  judge(context: RuleContext): Verdict[] {
    return context.file.controls.flatMap(({ id, sideEffects, sideEffectsTreatedBy }): Verdict[] => {
      if (!sideEffects.includes('update-interruption')) return []
      const element = `controls.${id}`
      if (sideEffectsTreatedBy.length > 0)
        return [silent(element, `${sideEffectsTreatedBy.join(' and ')} keep it down`)]
      return [
        fires(
          element,
          `${id} states the side effect update-interruption and nothing treats it`,
          'name what keeps it down in "side-effects-treated-by"',
        ),
      ]
    })
  },
}
