import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const openDebugPort: Rule = {
  id: 'open-debug-port',
  title: 'A debug or dormant port can be opened',
  goesWrong: 'A port left from development gives a console, or the memory, to whoever finds the connector.',
  cwe: [1191, 489],
  category: 'elevation-of-privilege',
  goal: 'altered',
  severity: 'high',
  mitigation: 'Shut it by a fuse or a build without it, and name that in `closed-by`.',
  verify: 'A person tries the connector; the pinout is in the service manual.',
  falseAlarm: 'The connector is gone from the board: then the interface is not there to declare.',
  judge({ file }: RuleContext): Verdict[] {
    return file.interfaces
      .filter(({ active, use }) => !active || use === 'debug')
      .map(({ id, active, reach, closedBy }) => {
        const element = `interfaces.${id}`
        if (reach === 'internal') return silent(element, 'it cannot be touched from outside')
        if (!active && closedBy.length > 0) return silent(element, `${closedBy.join(' and ')} keep it shut`)
        return fires(
          element,
          active ? `${id} is for debug and is active` : `${id} is dormant and nothing keeps it shut`,
          'close it in the released device and name what keeps it shut in "closed-by"',
        )
      })
  },
}
