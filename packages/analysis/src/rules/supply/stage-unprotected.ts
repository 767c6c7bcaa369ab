import { enforcedControls } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const stageUnprotected: Rule = {
  id: 'stage-unprotected',
  title: 'At one stage of its life the device is open to whoever has it',
  goesWrong: 'A supplier, a carrier or the next owner needs no attack.',
  cwe: [],
  category: 'tampering',
  goal: 'altered',
  severity: 'high',
  mitigation: 'Name what stops them: seals, signatures, two persons, wiping.',
  verify: 'A reviewer walks through the stage.',
  falseAlarm: 'Nothing can be changed or read then: take the lists away.',

  judge(context: RuleContext): Verdict[] {
    return context.file.stages.map((each) => {
      const element = `stages.${each.id}`
      if (each.components.length + each.keys.length + each.data.length === 0)
        return silent(element, 'nothing is at hand then')
      if (enforcedControls(context, each.protectedBy).length > 0)
        return silent(element, `${each.protectedBy.join(' and ')} stop them`)
      return fires(
        element,
        `"protected-by" of ${each.id} names no enforced control`,
        'name what stops them in "protected-by"',
      )
    })
  },
}
