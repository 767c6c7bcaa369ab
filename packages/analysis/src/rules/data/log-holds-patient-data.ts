import type { DataItem } from '@pericard/model'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const logHoldsPatientData: Rule = {
  id: 'log-holds-patient-data',
  title: 'A log holds patient data',
  goesWrong: 'Logs are copied, mailed and kept for years; nobody treats them as records of patients.',
  cwe: [532],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'high',
  mitigation: 'Log ids and codes; resolve them where the record is.',
  verify: 'phi-in-raw-storage',
  falseAlarm: "The log is the patient's record: then its kind is `phi`.",

  judge(context: RuleContext): Verdict[] {
    return context.file.data.flatMap((each): Verdict[] => {
      const element = `data.${each.id}`
      if (each.kind !== 'log') return []
      if (inLog(context, each).length === 0) return [silent(element, 'it contains no patient data')]
      return [
        fires(
          element,
          `${each.id} contains ${inLog(context, each).join(', ')}`,
          'keep patient data out of the log',
        ),
      ]
    })
  },
}

/** What of a log concerns patients: items that it contains, and elements whose name says so. */
function inLog({ data }: RuleContext, { contains, elements }: DataItem): string[] {
  return [
    ...contains.filter((id) => data.get(id)?.kind === 'phi'),
    ...elements.filter(
      (element) => /patient|birth|surname|mrn|diagnosis/i.test(element) && !/pseudonym/i.test(element),
    ),
  ]
}
