import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const fullStorageUndefined: Rule = {
  id: 'full-storage-undefined',
  title: 'What happens when storage is full is undefined, or it stops',
  goesWrong: 'A full disk on a Sunday, and the device stands still.',
  cwe: [],
  category: 'denial-of-service',
  goal: 'denied',
  severity: 'medium',
  mitigation: 'Refuse new records and say so, or overwrite the oldest; never stop a function.',
  verify: 'A tester fills it.',
  falseAlarm: 'Stopping is the safe state.',

  judge(context: RuleContext): Verdict[] {
    return context.file.components.flatMap((each): Verdict[] => {
      const element = `components.${each.id}`
      if (each.storage === undefined) return []
      if (each.storage.whenFull === undefined) return [silent(element, '"when-full" is not stated')]
      if (each.storage.whenFull === 'overwrites-oldest' || each.storage.whenFull === 'refuses-new')
        return [silent(element, `when full it ${each.storage.whenFull}`)]
      return [
        fires(
          element,
          `when the storage of ${each.id} is full it ${each.storage.whenFull === 'stops' ? 'stops' : 'does something undefined'}`,
          'decide it and set "when-full"',
          `${element}.storage.when-full`,
        ),
      ]
    })
  },
}
