import { enforcedControls } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const functionWithoutEnvelope: Rule = {
  id: 'function-without-envelope',
  title: 'A harmful function has no checked envelope',
  goesWrong:
    'Any party that may command it can also command what kills: the limits exist on the screen only.',
  cwe: [1284, 20],
  category: 'safety',
  goal: 'overdriven',
  severity: 'high',
  mitigation:
    'Check type, range, step, rate and cumulative limit in a process of its own before each command.',
  verify: 'command-outside-envelope',
  falseAlarm: 'No command of the function has a parameter or can harm: then its harm is negligible.',
  judge(context: RuleContext): Verdict[] {
    return context.file.functions.map(({ id, harm, envelopeBy }) => {
      const element = `functions.${id}`
      if (envelopeBy !== undefined && enforcedControls(context, [envelopeBy]).length > 0)
        return silent(element, `${envelopeBy} checks its commands`)
      if (harm === 'negligible') return silent(element, 'its harm is negligible')
      const because = `${id} can do ${harm} harm and nothing checks its commands`
      return fires(element, because, 'name the control that checks them in "envelope-by"')
    })
  },
}
