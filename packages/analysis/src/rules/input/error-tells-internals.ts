import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const errorTellsInternals: Rule = {
  id: 'error-tells-internals',
  title: 'Error messages tell internals',
  goesWrong: 'Versions, paths and queries in an error are the map for the next attempt.',
  cwe: [209],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'low',
  mitigation: 'Answer with a code; write the detail to the sealed log.',
  verify: 'malformed-input',
  falseAlarm: "The interface is reached by the maker's own technicians only, behind sign-in.",

  judge(context: RuleContext): Verdict[] {
    return context.file.interfaces.map((each) => {
      const element = `interfaces.${each.id}`
      if (each.errorDetail === undefined) return silent(element, 'error-detail is not stated')
      if (!(each.errorDetail === 'internals')) return silent(element, 'errors are codes')
      return fires(
        element,
        `errors on ${each.id} tell internals`,
        'answer with a code and set "error-detail: code"',
        `${element}.error-detail`,
      )
    })
  },
}
