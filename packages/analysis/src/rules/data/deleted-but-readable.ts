import { phiOf } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const deletedButReadable: Rule = {
  id: 'deleted-but-readable',
  title: 'What is deleted stays readable on the medium',
  goesWrong: 'Flash keeps what a file system forgets; a workshop brings it back.',
  cwe: [226],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'medium',
  mitigation: 'Encrypt each subject and day with a key of its own, and destroy the key.',
  verify: 'phi-in-raw-storage',
  falseAlarm: 'The medium is destroyed.',
  basis: 'NIST SP 800-88 r1',
  judge(context: RuleContext): Verdict[] {
    return context.file.components.flatMap((each): Verdict[] => {
      const element = `components.${each.id}`
      if (each.storage === undefined || !phiOf(context.file).some(({ at }) => at.includes(each.id))) return []
      if (each.storage.deletion === undefined) return [silent(element, 'how it deletes is not stated')]
      if (each.storage.deletion === 'key-destruction' || each.storage.deletion === 'overwriting')
        return [silent(element, `it deletes by ${each.storage.deletion}`)]
      return [
        fires(
          element,
          `${each.id} deletes patient data by ${each.storage.deletion === 'none' ? 'nothing at all' : each.storage.deletion}`,
          'delete by destroying keys, and set "deletion: key-destruction"',
          `${element}.storage.deletion`,
        ),
      ]
    })
  },
}
