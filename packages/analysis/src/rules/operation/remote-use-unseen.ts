import { capabilitiesOf } from '../../capabilities.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const remoteUseUnseen: Rule = {
  id: 'remote-use-unseen',
  title: 'Remote use is not shown at the device',
  goesWrong: 'Nobody at the bedside knows that somebody else is in.',
  cwe: [],
  category: 'repudiation',
  goal: 'commanded',
  severity: 'low',
  mitigation: 'Show it while it lasts.',
  verify: 'A tester opens a session and looks at the screen.',
  falseAlarm: 'The device has no display.',

  judge(context: RuleContext): Verdict[] {
    return capabilitiesOf(context.file).map(({ section, capability: each }) => {
      const element = `${section}.${each.id}`
      if (each.access !== 'remote') return silent(element, 'its user is at the device')
      if (each.shown === undefined) return silent(element, '"shown" is not stated')
      if (each.shown) return silent(element, 'it is shown')
      return fires(element, `use of ${each.id} is not shown at the device`, 'show it and set "shown: true"')
    })
  },
}
