import { phiOf } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const retentionNotStated: Rule = {
  id: 'retention-not-stated',
  title: 'Patient data is kept forever or for an unstated time',
  goesWrong: 'Records pile up over years, so one stolen device discloses many patients instead of a few.',
  cwe: [],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'high',
  mitigation: 'State in `keep` the longest time that the purpose needs; the vault then destroys the keys.',
  verify: 'phi-in-raw-storage, run after the retention has passed.',
  falseAlarm: 'The law asks for a longer time and an accepted risk says so.',
  judge({ file }: RuleContext): Verdict[] {
    return phiOf(file).map(({ id, keep }) => {
      if (typeof keep === 'number') return silent(`data.${id}`, 'its retention has an end')
      return fires(
        `data.${id}`,
        `${id} is PHI and ${keep === undefined ? 'has no "keep"' : 'is kept forever'}`,
        'give the longest time that its purpose needs, such as "keep: 72h"',
      )
    })
  },
}
