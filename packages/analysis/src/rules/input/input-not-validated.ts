import { enforcedControls, outsideInterfaces, ownReceivers } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const inputNotValidated: Rule = {
  id: 'input-not-validated',
  title: 'Nothing checks what arrives from outside',
  goesWrong:
    'Whatever a stranger sends is taken as it comes: the first malformed message is also the first take-over.',
  cwe: [20],
  category: 'elevation-of-privilege',
  goal: 'altered',
  severity: 'high',
  mitigation: 'Name the control that checks every message against a strict schema, and build it.',
  verify: 'malformed-input',
  falseAlarm: 'The receiver does nothing with what arrives: a lamp, a counter.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), V.C',
  judge(context: RuleContext): Verdict[] {
    return outsideInterfaces(context.file).flatMap((each): Verdict[] => {
      if (ownReceivers(context, each).length === 0) return []
      const element = `interfaces.${each.id}`
      const checks = enforcedControls(context, each.validation)
      if (checks.length > 0) return [silent(element, `${checks.map(({ id }) => id).join(' and ')} check it`)]
      const because = `${each.id} can be touched from the ${each.reach} and "validation" names no control that is enforced`
      return [
        fires(
          element,
          because,
          'name the control that checks each message in "validation"',
          `${element}.validation`,
        ),
      ]
    })
  },
}
