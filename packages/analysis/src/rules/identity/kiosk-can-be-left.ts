import { enforcedControls, ownComponents } from '../../elements.ts'
import { verdictOn } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const kioskCanBeLeft: Rule = {
  id: 'kiosk-can-be-left',
  title: 'Nothing keeps a user in the kiosk',
  goesWrong:
    'A few keys at boot, or a help window, give a visitor the operating system and every file on it.',
  cwe: [668, 693],
  category: 'elevation-of-privilege',
  goal: 'altered',
  severity: 'high',
  mitigation: 'Lock keys, ports and boot, start only the one program, and end the session when it ends.',
  verify: 'A tester tries every key, gesture and plug to get out.',
  falseAlarm: 'There is nothing outside the kiosk: no shell, no files.',
  basis: 'IEC 62443-4-2:2019 CR 7.7; NIST SP 800-53 r5 CM-7',
  judge(context: RuleContext): Verdict[] {
    return ownComponents(context.file).map(({ id, surface, kioskBy }) => {
      const element = `components.${id}`
      if (surface === undefined) return verdictOn(element, '"surface" is not stated')
      if (surface !== 'kiosk') return verdictOn(element, `its surface is no kiosk (${surface})`)
      const kept = enforcedControls(context, kioskBy).map((control) => control.id)
      if (kept.length > 0) return verdictOn(element, `${kept.join(' and ')} keep its user in`)
      const advice = 'name what keeps its user in, in "kiosk-by"'
      return verdictOn(element, {
        found: `${id} is a kiosk that nothing keeps its user in`,
        advice,
        at: 'surface',
      })
    })
  },
}
