import { enforcedControls } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const noInterlock: Rule = {
  id: 'no-interlock',
  title: 'Nothing outside the component can stop a catastrophic function',
  goesWrong: 'One component decides and acts; when it is wrong, nothing else knows.',
  cwe: [],
  category: 'safety',
  goal: 'overdriven',
  severity: 'medium',
  mitigation: 'An interlock of its own: a clamp, a current limit, a second channel.',
  verify: 'A tester makes the component act wrongly and sees the interlock stop it.',
  falseAlarm: 'The harm is limited by physics: say by what, in an accepted risk.',
  basis: 'IEC 60601-1: single fault safe',
  judge(context: RuleContext): Verdict[] {
    return context.file.functions.map((each) => {
      const element = `functions.${each.id}`
      if (each.harm !== 'catastrophic' && each.harm !== 'critical')
        return silent(element, `its harm is ${each.harm}`)
      if (enforcedControls(context, each.interlockBy).length > 0)
        return silent(element, `${each.interlockBy.join(' and ')} stop it from outside`)
      return fires(
        element,
        `${each.id} can do ${each.harm} harm and "interlock-by" names no enforced control`,
        'name an independent interlock in "interlock-by" and build it',
      )
    })
  },
}
