import { phiOf } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const unencryptedPhiAtRest: Rule = {
  id: 'unencrypted-phi-at-rest',
  title: 'Patient data lies unencrypted on its storage',
  goesWrong: 'A lost, stolen or resold device gives every record to whoever removes its disk.',
  cwe: [311],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'high',
  mitigation: 'Keep it in the vault, or encrypt the medium with a key that is not on it.',
  verify: 'phi-in-raw-storage',
  falseAlarm: 'The storage belongs to another party who is named as external.',
  judge({ file }: RuleContext): Verdict[] {
    const holding = new Set(phiOf(file).flatMap(({ at }) => at))
    return file.components.flatMap(({ id, external, storage }) => {
      if (storage === undefined || external) return []
      const element = `components.${id}`
      if (!holding.has(id)) return [silent(element, 'it holds no PHI')]
      if (storage.encryption !== 'none' && storage.encryption.length > 0)
        return [silent(element, 'what it stores is encrypted')]
      const advice = 'set "encryption: vault", or name the controls that encrypt it'
      return [fires(element, `${id} stores PHI and its encryption is none`, advice)]
    })
  },
}
