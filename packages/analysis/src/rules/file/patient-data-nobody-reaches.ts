import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const patientDataNobodyReaches: Rule = {
  id: 'patient-data-nobody-reaches',
  title: 'Patient data lies where no interface and no role ever reaches it',
  goesWrong: 'Data that nobody can see is needed by nobody.',
  cwe: [],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'medium',
  mitigation: 'Name the interface by which it is read, or stop holding it.',
  verify: 'A reviewer reads the place.',
  falseAlarm: 'It is used inside one component only, and never shown: say by which function in "inputs".',

  judge(context: RuleContext): Verdict[] {
    return context.file.data.flatMap((each): Verdict[] => {
      const element = `data.${each.id}`
      if (each.kind !== 'phi') return []
      if (context.file.interfaces.some(({ carries }) => carries.includes(each.id)))
        return [silent(element, 'an interface carries it')]
      if (context.file.functions.some(({ inputs }) => inputs.includes(each.id)))
        return [silent(element, 'a function depends on it')]
      return [
        fires(
          element,
          `no interface carries ${each.id} and no function depends on it`,
          'add it to "carries" of the interface that shows it, or stop holding it',
        ),
      ]
    })
  },
}
