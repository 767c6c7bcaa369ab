import { enforcedControls } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const openDebugPort: Rule = {
  id: 'open-debug-port',
  title: 'A debug port can be opened',
  goesWrong: 'A port left from development gives a console, or the memory, to whoever finds the connector.',
  cwe: [1191, 489],
  category: 'elevation-of-privilege',
  goal: 'altered',
  severity: 'high',
  mitigation: 'Shut it by a fuse or a build without it, and name that in `closed-by`.',
  verify: 'A person tries the connector; the pinout is in the service manual.',
  falseAlarm: 'The connector is gone from the board: then the interface is not there to declare.',
  basis: 'IEC 62443-4-2:2019 EDR 2.13, physical diagnostic and test interfaces',
  judge(context: RuleContext): Verdict[] {
    return context.file.interfaces
      .filter(({ use }) => use === 'debug')
      .map(({ id, active, reach, closedBy }) => {
        const element = `interfaces.${id}`
        if (reach === 'internal') return silent(element, 'it cannot be touched from outside')
        const lines = enforcedControls(context, closedBy)
        if (!active && lines.length > 0)
          return silent(element, `${lines.map((each) => each.id).join(' and ')} keep it shut`)
        return fires(
          element,
          active
            ? `${id} is for debug and is active`
            : `${id} is for debug and no enforced control keeps it shut`,
          'close it in the released device and name what keeps it shut in "closed-by"',
        )
      })
  },
}
