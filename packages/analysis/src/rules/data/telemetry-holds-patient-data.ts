import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const telemetryHoldsPatientData: Rule = {
  id: 'telemetry-holds-patient-data',
  title: 'What the maker is sent holds patient data',
  goesWrong: 'The maker learns of patients what it never asked for and must then protect.',
  cwe: [201],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'high',
  mitigation: 'Send counts and codes only.',
  verify: 'A tester reads what is sent.',
  falseAlarm: 'The patient agreed and the maker treats: then its kind is `phi`.',

  judge(context: RuleContext): Verdict[] {
    return context.file.data.flatMap((each): Verdict[] => {
      const element = `data.${each.id}`
      if (each.kind !== 'telemetry') return []
      if (each.contains.every((id) => context.data.get(id)?.kind !== 'phi'))
        return [silent(element, 'it contains no patient data')]
      return [
        fires(
          element,
          `${each.id} contains ${each.contains.filter((id) => context.data.get(id)?.kind === 'phi').join(', ')}`,
          'send counts and codes only',
        ),
      ]
    })
  },
}
