import { enforcedControls, ownComponents } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const surfaceCanBeLeft: Rule = {
  id: 'surface-can-be-left',
  title: 'The user of a surface can leave it',
  goesWrong: "A patient, a visitor or a nurse in a hurry is suddenly at a desktop with all patients' files.",
  cwe: [668, 693],
  category: 'elevation-of-privilege',
  goal: 'disclosed',
  severity: 'high',
  mitigation: 'One program, no desktop, keys and ports that do nothing else.',
  verify: 'A tester tries the usual ways out of a kiosk.',
  falseAlarm: 'The surface is a computer for staff who sign in with their own account.',

  judge(context: RuleContext): Verdict[] {
    return ownComponents(context.file).map((each) => {
      const element = `components.${each.id}`
      if (each.surface === undefined) return silent(element, '"surface" is not stated')
      if (each.surface === 'none') return silent(element, 'it has none')
      if (each.surface === 'kiosk' && enforcedControls(context, each.kioskBy).length > 0)
        return silent(element, `${each.kioskBy.join(' and ')} keep its user in`)
      return fires(
        element,
        each.surface === 'desktop'
          ? `${each.id} shows a desktop`
          : `${each.id} is a kiosk and "kiosk-by" names no enforced control`,
        'make it a kiosk and name what keeps its user in',
        `${element}.surface`,
      )
    })
  },
}
