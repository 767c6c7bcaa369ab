import { judgeTopic } from '../../elements.ts'
import { type Rule, type RuleContext, type Verdict } from '../../rule.ts'

export const crossSiteScripting: Rule = {
  id: 'cross-site-scripting',
  title: 'Input is shown as a page without escaping',
  goesWrong:
    'A patient name or device label runs as a script in the browser of a clinician or operator and acts in their name.',
  cwe: [79, 80],
  category: 'spoofing',
  goal: 'commanded',
  severity: 'high',
  mitigation: 'Escape on output by the page library, and forbid inline scripts by a content security policy.',
  verify: 'A tester sends the usual attack strings and files of this kind on every interface named.',
  falseAlarm: 'The text is never shown in a browser.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), V.C: malformed and unexpected input',
  judge(context: RuleContext): Verdict[] {
    return judgeTopic(
      context,
      'html',
      'shows input in pages',
      'escape on output and set a content security policy, and name that control with "stops: [html]"',
    )
  },
}
