import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const supportEndsBeforeTheDevice: Rule = {
  id: 'support-ends-before-the-device',
  title: 'Third-party software is supported for less long than the device',
  goesWrong: 'For the rest of its life nobody will mend it.',
  cwe: [],
  category: 'elevation-of-privilege',
  goal: 'altered',
  severity: 'low',
  mitigation: 'Plan its replacement, or take over its maintenance.',
  verify: 'A reviewer compares the dates.',
  falseAlarm: 'The maker of the device maintains it.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), V.A.4: end of support',
  judge(context: RuleContext): Verdict[] {
    return context.file.soup.items.map((each) => {
      const element = `soup.${each.id}`
      if (each.endOfSupport === undefined || context.file.device.supportUntil === undefined)
        return silent(element, 'one of the two dates is not stated')
      if (each.endOfSupport >= context.file.device.supportUntil)
        return silent(element, `it is supported until ${each.endOfSupport}`)
      if (Date.parse(each.endOfSupport) - context.now > ahead)
        return silent(element, `its support ends on ${each.endOfSupport}, more than a year ahead`)
      return fires(
        element,
        `support of ${each.id} ends on ${each.endOfSupport}, that of the device on ${context.file.device.supportUntil}`,
        'plan what replaces it',
        `${element}.end-of-support`,
      )
    })
  },
}

/** How long before the end there has to be a plan. */
const ahead = 366 * 24 * 60 * 60 * 1000
