import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const backupInClear: Rule = {
  id: 'backup-in-clear',
  title: 'A backup of patient data is not encrypted',
  goesWrong: 'The device is locked, and its copy lies open on a share.',
  cwe: [530],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'high',
  mitigation: 'Encrypt it with a key that does not lie beside it.',
  verify: 'A tester reads the backup.',
  falseAlarm: 'It holds no patient data.',

  judge(context: RuleContext): Verdict[] {
    return context.file.backups.map((each) => {
      const element = `backups.${each.id}`
      if (!each.of.some((id) => context.data.get(id)?.kind === 'phi'))
        return silent(element, 'it holds no patient data')
      if (each.encryption !== 'none' && each.encryption.length > 0) return silent(element, 'it is encrypted')
      return fires(
        element,
        `${each.id} holds ${each.of.join(', ')} and its encryption is none`,
        'encrypt it and name how in "encryption"',
      )
    })
  },
}
