import { enforcedControls } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const memoryReadable: Rule = {
  id: 'memory-readable',
  title: 'Working memory can be read by whoever opens the device',
  goesWrong: 'Keys and patient data of a running device are read with a probe.',
  cwe: [316],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'medium',
  mitigation: 'Fuse debug connections shut, encrypt memory, or let opening end it.',
  verify: 'A tester with a probe and a cold memory.',
  falseAlarm: 'The host holds no key and no patient data.',

  judge(context: RuleContext): Verdict[] {
    return context.file.hosts.map((each) => {
      const element = `hosts.${each.id}`
      if (enforcedControls(context, each.memoryBy).length > 0)
        return silent(element, `${each.memoryBy.join(' and ')} protect it`)
      if (!holdsSecrets(context, each.id)) return silent(element, 'no key and no patient data is on it')
      return fires(
        element,
        `"memory-by" of ${each.id} names no enforced control, and keys or patient data are on it`,
        'name what keeps memory unread in "memory-by"',
      )
    })
  },
}

function holdsSecrets({ file }: RuleContext, host: string): boolean {
  const here = new Set(file.components.filter((component) => component.host === host).map(({ id }) => id))
  const phi = file.data.filter(({ kind }) => kind === 'phi')
  return [...phi, ...file.keys].some(({ at }) => at.some((component) => here.has(component)))
}
