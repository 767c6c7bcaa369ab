import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const maintenanceNotDescribed: Rule = {
  id: 'maintenance-not-described',
  title: 'The file does not say how long and how fast the maker mends',
  goesWrong: 'A hospital buys for ten years and learns in the third.',
  cwe: [],
  category: 'elevation-of-privilege',
  goal: 'altered',
  severity: 'low',
  mitigation: 'State until when, where to report, and how fast.',
  verify: 'A reviewer reads it (FDA premarket cybersecurity guidance, VI.B).',
  falseAlarm: 'None known.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), VI.B',
  judge(context: RuleContext): Verdict[] {
    const { supportUntil, disclosureContact, urgentPatchDays, regularPatchDays } = context.file.device
    const statements = {
      'support-until': supportUntil,
      'disclosure-contact': disclosureContact,
      'urgent-patch-days': urgentPatchDays,
      'regular-patch-days': regularPatchDays,
    }
    const missing = Object.entries(statements).flatMap(([name, value]) => (value === undefined ? [name] : []))
    if (missing.length === 0) return [silent('device', 'every statement is made')]
    return [fires('device', `the device does not state ${missing.join(', ')}`, 'state each of them')]
  },
}
