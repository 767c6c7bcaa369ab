import { phiOf } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const phiWithoutPurpose: Rule = {
  id: 'phi-without-purpose',
  title: 'Patient data is held without a stated purpose',
  goesWrong: 'Data that nobody needs is kept all the same, and is there to be stolen.',
  cwe: [],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'medium',
  mitigation: 'State in `why` what care or service needs the item, or stop holding it.',
  verify: 'A reviewer compares `why` with the intended use.',
  falseAlarm: 'The item is not patient data: then its kind is wrong.',
  judge({ file }: RuleContext): Verdict[] {
    return phiOf(file).map(({ id, why }) =>
      (why ?? '').trim() === ''
        ? fires(
            `data.${id}`,
            `${id} is PHI and has no "why"`,
            'say what it is needed for, or stop holding it',
          )
        : silent(`data.${id}`, 'its purpose is stated'),
    )
  },
}
