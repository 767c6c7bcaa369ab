import { phiOf } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const namesWhereAPseudonymWouldDo: Rule = {
  id: 'names-where-a-pseudonym-would-do',
  title: 'Patient data names the patient and no role needs the name',
  goesWrong: 'What the device does not know nobody can take from it.',
  cwe: [],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'low',
  mitigation: 'Hold a pseudonym that the hospital resolves.',
  verify: 'phi-in-raw-storage',
  falseAlarm: 'A role named in `needed-by` needs the name.',
  basis: '45 CFR 164.502(b), minimum necessary',
  judge(context: RuleContext): Verdict[] {
    return phiOf(context.file).map((each) => {
      const element = `data.${each.id}`
      if (each.identifies === undefined) return silent(element, '"identifies" is not stated')
      if (each.identifies !== 'person') return silent(element, `it identifies by ${each.identifies}`)
      if (each.neededBy.length > 0) return silent(element, `${each.neededBy.join(', ')} need it`)
      return fires(
        element,
        `${each.id} names the person and "needed-by" names no role`,
        'hold a pseudonym, or name who needs the name in "needed-by"',
        `${element}.identifies`,
      )
    })
  },
}
