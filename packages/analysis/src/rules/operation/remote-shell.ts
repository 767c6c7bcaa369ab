import { capabilitiesOf } from '../../capabilities.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const remoteShell: Rule = {
  id: 'remote-shell',
  title: 'A remote capability gives a shell',
  goesWrong: 'It can do everything, and so can whoever gets in.',
  cwe: [749],
  category: 'elevation-of-privilege',
  goal: 'altered',
  severity: 'high',
  mitigation: 'A short list of diagnosis commands instead.',
  verify: 'A tester asks for what is not on the list.',
  falseAlarm: 'Somebody has to be at the device: then access is `physical-presence`.',

  judge(context: RuleContext): Verdict[] {
    return capabilitiesOf(context.file).map(({ section, capability: each }) => {
      const element = `${section}.${each.id}`
      if (!each.allows.includes('shell'))
        return silent(element, `it allows ${each.allows.join(', ') || 'nothing'}`)
      if (each.access === 'physical-presence') return silent(element, 'somebody has to be at the device')
      return fires(
        element,
        `${each.id} gives a shell ${each.access === 'remote' ? 'from afar' : 'to whoever connects'}`,
        'replace the shell by a list of commands',
      )
    })
  },
}
