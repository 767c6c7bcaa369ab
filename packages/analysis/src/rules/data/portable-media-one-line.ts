import { phiOf } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const portableMediaOneLine: Rule = {
  id: 'portable-media-one-line',
  title: 'What can be carried away is protected by one line only',
  goesWrong: 'A stolen laptop is the commonest breach there is.',
  cwe: [],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'medium',
  mitigation: 'A second line: the vault on top of an encrypted disk.',
  verify: 'phi-in-raw-storage',
  falseAlarm: 'It holds no patient data.',

  judge(context: RuleContext): Verdict[] {
    return context.file.components.flatMap((each): Verdict[] => {
      const element = `components.${each.id}`
      if (each.storage === undefined || each.storage.media === 'internal') return []
      if (!phiOf(context.file).some(({ at }) => at.includes(each.id)))
        return [silent(element, 'it holds no patient data')]
      if (Array.isArray(each.storage.encryption) && each.storage.encryption.length > 1)
        return [silent(element, `${each.storage.encryption.join(' and ')} must all fail`)]
      if (each.storage.encryption === 'none')
        return [silent(element, 'it is not encrypted at all (see unencrypted-phi-at-rest)')]
      return [
        fires(
          element,
          `${each.id} stores patient data on a ${each.storage.media} medium behind one line`,
          'add a second line to "encryption"',
          `${element}.storage.encryption`,
        ),
      ]
    })
  },
}
