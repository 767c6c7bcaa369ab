import { phiOf } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const patientDataAtUnprotectedSystem: Rule = {
  id: 'patient-data-at-unprotected-system',
  title: 'Patient data goes to a system that nobody is said to protect',
  goesWrong: 'It left the device and is open the moment it arrives.',
  cwe: [],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'medium',
  mitigation: 'Name what its owner keeps, and agree it with them.',
  verify: 'A reviewer asks its owner.',
  falseAlarm: "The system is the patient's own.",

  judge(context: RuleContext): Verdict[] {
    return context.file.components.flatMap((each): Verdict[] => {
      const element = `components.${each.id}`
      if (!each.external || !phiOf(context.file).some(({ at }) => at.includes(each.id))) return []
      if (each.protectedBy.length > 0)
        return [silent(element, `${each.protectedBy.join(' and ')} protect it`)]
      return [
        fires(
          element,
          `${each.id} has patient data and "protected-by" names nothing`,
          'name what its owner keeps in "protected-by"',
        ),
      ]
    })
  },
}
