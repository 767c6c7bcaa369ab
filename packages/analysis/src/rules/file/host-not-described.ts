import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const hostNotDescribed: Rule = {
  id: 'host-not-described',
  title: 'A computer of the device is not described',
  goesWrong:
    'What opening it, reading its memory or changing its software takes is not in the attack graph at all.',
  cwe: [1059],
  category: 'tampering',
  goal: 'disclosed',
  severity: 'high',
  mitigation: 'Describe it in "hosts".',
  verify: 'A reviewer reads the place.',
  falseAlarm: 'It is a chip without software or memory of its own: then it is no component.',

  judge(context: RuleContext): Verdict[] {
    return context.file.components.flatMap((each): Verdict[] => {
      const element = `components.${each.id}`
      if (each.external) return []
      if (context.file.hosts.some(({ id }) => id === each.host))
        return [silent(element, `${each.host} is described`)]
      if (
        context.file.components.find((other) => !other.external && other.host === each.host)?.id !== each.id
      )
        return [silent(element, 'an earlier component of the same host says it')]
      return [
        fires(
          element,
          `${each.host}, on which ${each.id} runs, is not in "hosts"`,
          'add the host with "case-by", "memory-by", "boot-by", "power" and "key-storage"',
        ),
      ]
    })
  },
}
