import { phiOf } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const removableMediaPhi: Rule = {
  id: 'removable-media-phi',
  title: 'Patient data lies on a medium that can be carried away',
  goesWrong: 'A card or stick is lost without anybody noticing that the device is incomplete.',
  cwe: [],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'medium',
  mitigation: 'Keep PHI on internal storage, or seal it to its recipient before it is written.',
  verify: 'phi-in-raw-storage',
  falseAlarm: 'The medium never leaves a locked case: then it is internal.',
  judge({ file }: RuleContext): Verdict[] {
    const holding = new Set(phiOf(file).flatMap(({ at }) => at))
    return file.components.flatMap(({ id, storage }) => {
      if (storage === undefined) return []
      const element = `components.${id}`
      if (storage.media !== 'removable') return [silent(element, `its medium is ${storage.media}`)]
      if (!holding.has(id)) return [silent(element, 'it holds no PHI')]
      const advice = 'move it to internal storage or seal it to its recipient'
      return [fires(element, `${id} stores PHI on a removable medium`, advice)]
    })
  },
}
