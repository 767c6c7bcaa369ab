import { judgeTopic } from '../../elements.ts'
import { type Rule, type RuleContext, type Verdict } from '../../rule.ts'

export const pathTraversal: Rule = {
  id: 'path-traversal',
  title: 'Input names the file that is read or written',
  goesWrong: 'A name with ".." or a root reads the password file, or overwrites a program.',
  cwe: [22, 23, 36, 73],
  category: 'tampering',
  goal: 'disclosed',
  severity: 'high',
  mitigation: 'Look names up in a list, or refuse everything that leaves one folder after it was resolved.',
  verify: 'A tester sends the usual attack strings and files of this kind on every interface named.',
  falseAlarm: 'The names come from the device alone.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), V.C: malformed and unexpected input',
  judge(context: RuleContext): Verdict[] {
    return judgeTopic(
      context,
      'file-paths',
      'opens files that input names',
      'resolve the path and refuse what leaves one folder, and name that control with "stops: [file-paths]"',
    )
  },
}
