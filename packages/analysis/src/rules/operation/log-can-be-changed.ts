import { enforcedControls } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const logCanBeChanged: Rule = {
  id: 'log-can-be-changed',
  title: 'The log can be changed unnoticed',
  goesWrong: 'Whoever was in leaves a log that says they were not.',
  cwe: [],
  category: 'repudiation',
  goal: 'altered',
  severity: 'medium',
  mitigation: 'Chain and seal it; keep a copy elsewhere.',
  verify: 'log-tamper',
  falseAlarm: 'It is written to a medium that can only be written once.',

  judge(context: RuleContext): Verdict[] {
    const { logging } = context.file
    if (logging === undefined)
      return [silent('logging', 'nothing is said of logging (see logging-not-described)')]
    const lines = enforcedControls(context, logging.integrityBy)
    if (lines.length > 0)
      return [silent('logging', `${lines.map(({ id }) => id).join(' and ')} notice a change`)]
    return [
      fires(
        'logging',
        '"integrity-by" names no enforced control',
        'name what notices a change in "integrity-by"',
      ),
    ]
  },
}
