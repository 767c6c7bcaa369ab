import { networkInterfaces } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const alarmSilencedFromAfar: Rule = {
  id: 'alarm-silenced-from-afar',
  title: 'An alarm can be silenced by somebody who is not there',
  goesWrong: 'An intruder, or a colleague at the wrong bed, silences it and nobody goes to look.',
  cwe: [],
  category: 'safety',
  goal: 'masked',
  severity: 'medium',
  mitigation: 'Silence at the bedside only; from afar show that somebody has seen it.',
  verify: 'A tester silences it over the network.',
  falseAlarm: 'Whoever silences it from afar also sees the patient: a staffed central station.',
  basis: 'IEC 60601-1-8:2006+A2:2020',
  judge(context: RuleContext): Verdict[] {
    const far = new Set(networkInterfaces(context.file).map(({ id }) => id))
    return context.file.functions.map((each) => {
      const element = `functions.${each.id}`
      if (each.alarms.length === 0) return silent(element, 'it has no alarm')
      const ways = each.alarms.flatMap(({ id, silencedThrough }) =>
        silencedThrough.filter((way) => far.has(way)).map((way) => `${id} through ${way}`),
      )
      if (ways.length === 0) return silent(element, 'its alarms are silenced at the device only')
      return fires(
        element,
        `alarms of ${each.id} can be silenced from afar: ${ways.join(', ')}`,
        'take the interface out of "silenced-through", and build it so',
        `${element}.alarms`,
      )
    })
  },
}
