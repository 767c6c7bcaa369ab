import { enforcedControls, outsideInterfaces } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const doseInputUnprotected: Rule = {
  id: 'dose-input-unprotected',
  title: 'A measurement that the dose depends on can be falsified on its way',
  goesWrong: 'A false glucose value gives a true dose of insulin.',
  cwe: [345],
  category: 'tampering',
  goal: 'overdriven',
  severity: 'high',
  mitigation: 'Authenticate the sensor, protect the path, and check for plausibility.',
  verify: 'A tester sends false measurements.',
  falseAlarm: 'The value is shown to a person who decides.',

  judge(context: RuleContext): Verdict[] {
    return context.file.functions.map((each) => {
      const element = `functions.${each.id}`
      if (each.inputs.length === 0) return silent(element, 'its dose depends on no measurement')
      if (openPaths(context, each.inputs).length === 0)
        return silent(element, 'every path of its inputs is authenticated and protected')
      return fires(
        element,
        `${each.id} depends on ${each.inputs.join(', ')}, which travel unauthenticated or unprotected on ${openPaths(context, each.inputs).join(', ')}`,
        'name controls in "authentication" and "protection" of that interface',
      )
    })
  },
}

/** Interfaces from outside on which one of the items travels without an enforced control for identity or for protection. */
function openPaths(context: RuleContext, items: readonly string[]): string[] {
  return outsideInterfaces(context.file)
    .filter(({ carries }) => carries.some((item) => items.includes(item)))
    .filter((each) =>
      [each.authentication, each.protection].some((ids) => enforcedControls(context, ids).length === 0),
    )
    .map(({ id }) => id)
}
