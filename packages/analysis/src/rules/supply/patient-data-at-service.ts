import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const patientDataAtService: Rule = {
  id: 'patient-data-at-service',
  title: 'Patient data is in the device when others have it for service',
  goesWrong: 'A technician sees what only the ward should.',
  cwe: [],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'medium',
  mitigation: 'Lock or wipe it before it leaves the ward.',
  verify: 'A tester opens a device that was sent in.',
  falseAlarm: "The technician is the hospital's own.",

  judge(context: RuleContext): Verdict[] {
    return context.file.stages.flatMap((each): Verdict[] => {
      const element = `stages.${each.id}`
      if (each.stage !== 'service') return []
      if (each.data.length === 0) return [silent(element, 'none is at hand then')]
      if (each.protectedBy.length > 1)
        return [silent(element, `${each.protectedBy.join(' and ')} must all fail`)]
      return [
        fires(
          element,
          `${each.data.join(', ')} are in the device during ${each.id}`,
          'lock it, and name two lines in "protected-by"',
        ),
      ]
    })
  },
}
