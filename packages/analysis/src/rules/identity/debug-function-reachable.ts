import { ownComponents, inputsOf } from '../../elements.ts'
import { openInterfaces, verdictOn } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const debugFunctionReachable: Rule = {
  id: 'debug-function-reachable',
  title: 'A function made for testing can be called from outside',
  goesWrong:
    'A test command that reads and writes memory does so for whoever finds it, on the device of a patient.',
  cwe: [749],
  category: 'elevation-of-privilege',
  goal: 'altered',
  severity: 'medium',
  mitigation: 'Build the released software without it.',
  verify: 'A tester calls the test commands that the source names.',
  falseAlarm: 'It only reads what everybody may know.',
  basis: 'IEC 62443-4-2:2019 CR 7.7; NIST SP 800-53 r5 CM-7',
  judge(context: RuleContext): Verdict[] {
    const open = new Set(openInterfaces(context))
    return ownComponents(context.file).map((component) => {
      const { id, debugFeatures } = component
      const element = `components.${id}`
      if (debugFeatures === undefined) return verdictOn(element, '"debug-features" is not stated')
      if (debugFeatures === 'removed') return verdictOn(element, 'the released build is without them')
      const ways = inputsOf(context, component).filter((each) => open.has(each))
      if (ways.length === 0) return verdictOn(element, 'nothing from outside reaches it directly')
      const found = `functions for testing are in ${id}, which ${ways.map((each) => each.id).join(', ')} reach`
      return verdictOn(element, {
        found,
        advice: 'build it without them and set "debug-features: removed"',
        at: 'debug-features',
      })
    })
  },
}
