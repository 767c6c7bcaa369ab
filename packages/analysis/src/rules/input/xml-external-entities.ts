import { judgeTopic } from '../../elements.ts'
import { type Rule, type RuleContext, type Verdict } from '../../rule.ts'

export const xmlExternalEntities: Rule = {
  id: 'xml-external-entities',
  title: 'XML may name files and addresses that the parser fetches',
  goesWrong:
    'An order or result document makes the parser read local files, call inside addresses, or expand to gigabytes.',
  cwe: [611, 776],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'high',
  mitigation: 'Switch document type definitions and external entities off.',
  verify: 'A tester sends the usual attack strings and files of this kind on every interface named.',
  falseAlarm: 'The parser used has neither entities nor document types.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), V.C: malformed and unexpected input',
  judge(context: RuleContext): Verdict[] {
    return judgeTopic(
      context,
      'xml',
      'parses XML',
      'switch document types and external entities off, and name that control with "stops: [xml]"',
    )
  },
}
