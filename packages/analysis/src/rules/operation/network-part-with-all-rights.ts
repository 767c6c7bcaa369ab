import { inputsOf, networkInterfaces, ownComponents } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const networkPartWithAllRights: Rule = {
  id: 'network-part-with-all-rights',
  title: 'What the network reaches runs with all rights',
  goesWrong: 'One flaw in it is the whole computer.',
  cwe: [250],
  category: 'elevation-of-privilege',
  goal: 'altered',
  severity: 'high',
  mitigation: 'A user of its own with the least it needs.',
  verify: 'A tester lists the processes that listen and their users.',
  falseAlarm: "It is the kernel's own network stack.",
  basis: 'NIST SP 800-53 r5, AC-6',
  judge(context: RuleContext): Verdict[] {
    const open = new Set(networkInterfaces(context.file).filter(({ active }) => active))
    return ownComponents(context.file).map((each) => {
      const element = `components.${each.id}`
      if (each.privileges === undefined) return silent(element, '"privileges" is not stated')
      if (each.privileges === 'user' || each.privileges === 'none')
        return silent(element, `it runs with rights: ${each.privileges}`)
      const ways = inputsOf(context, each).filter((one) => open.has(one))
      if (ways.length === 0) return silent(element, 'no active network interface leads to it')
      return fires(
        element,
        `${each.id} runs with rights: ${each.privileges}, and is reached by ${ways.map(({ id }) => id).join(', ')}`,
        'run it as a user of its own and set "privileges: user"',
        `${element}.privileges`,
      )
    })
  },
}
