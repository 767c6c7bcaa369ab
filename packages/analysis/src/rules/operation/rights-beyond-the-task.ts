import { enforcedControls, inputsOf, networkInterfaces, ownComponents } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const rightsBeyondTheTask: Rule = {
  id: 'rights-beyond-the-task',
  title: 'A component has rights that its task does not need',
  goesWrong: 'What it can do by mistake, an attacker can do on purpose.',
  cwe: [269],
  category: 'elevation-of-privilege',
  goal: 'altered',
  severity: 'medium',
  mitigation: 'Take away what it does not need.',
  verify: 'A tester lists the rights of each process.',
  falseAlarm: 'It starts others as their users: a supervisor.',

  judge(context: RuleContext): Verdict[] {
    const open = new Set(networkInterfaces(context.file).filter(({ active }) => active))
    return ownComponents(context.file).map((each) => {
      const element = `components.${each.id}`
      if (each.privileges === undefined) return silent(element, '"privileges" is not stated')
      if (each.privileges !== 'administrator')
        return silent(element, `it runs with rights: ${each.privileges}`)
      if (enforcedControls(context, each.isolatedBy).length > 0)
        return silent(element, `${each.isolatedBy.join(' and ')} hold it`)
      if (inputsOf(context, each).some((one) => open.has(one)))
        return silent(element, 'a network reaches it (see network-part-with-all-rights)')
      return fires(
        element,
        `${each.id} runs as administrator and nothing holds it`,
        'run it as a user of its own, or name what holds it in "isolated-by"',
        `${element}.privileges`,
      )
    })
  },
}
