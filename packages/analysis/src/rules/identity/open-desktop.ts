import { ownComponents, inputsOf } from '../../elements.ts'
import { verdictOn } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const openDesktop: Rule = {
  id: 'open-desktop',
  title: 'Users of the device get its operating system too',
  goesWrong:
    'Whoever may record an examination may also start programs, copy files to a stick and change what starts with the device.',
  cwe: [668],
  category: 'elevation-of-privilege',
  goal: 'altered',
  severity: 'medium',
  mitigation: 'Start the device into its one program and keep users in it.',
  verify: 'A tester leaves the program and opens a file of another.',
  falseAlarm: 'It is software for a general computer that its owner runs.',
  basis: 'IEC 62443-4-2:2019 CR 7.7; NIST SP 800-53 r5 CM-7',
  judge(context: RuleContext): Verdict[] {
    return ownComponents(context.file).map((component) => {
      const { id, surface } = component
      const element = `components.${id}`
      if (surface === undefined) return verdictOn(element, '"surface" is not stated')
      if (surface !== 'desktop') return verdictOn(element, `its users see no desktop (${surface})`)
      const ways = inputsOf(context, component).filter(({ active }) => active)
      if (ways.length === 0) return verdictOn(element, 'nobody reaches it from outside')
      const found = `who uses ${id} by ${ways.map((each) => each.id).join(', ')} gets a desktop`
      return verdictOn(element, {
        found,
        advice: 'set "surface: kiosk" and name what keeps it in "kiosk-by"',
        at: 'surface',
      })
    })
  },
}
