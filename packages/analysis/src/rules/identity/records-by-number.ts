import { givesOutPhi, isNetwork, judgeInterfaces } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const recordsByNumber: Rule = {
  id: 'records-by-number',
  title: 'Who may see one record sees every record',
  goesWrong: "The number of a patient in a request is counted up, and the whole ward's records come back.",
  cwe: [639],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'high',
  mitigation:
    'Ask for each record whether this caller may see it, and name records by what cannot be guessed.',
  verify: 'A tester asks for the record of another patient.',
  falseAlarm: 'Everybody who signs in treats all patients whose records are held.',
  basis: '45 CFR 164.312(a)(1), 164.502(b); FDA premarket cybersecurity guidance (Feb 2026), appendix 1, B',
  judge(context: RuleContext): Verdict[] {
    return judgeInterfaces(context, (each) => {
      const many = each.carries.filter((id) => {
        const item = context.data.get(id)
        return item?.kind === 'phi' && (item.records ?? 1) > 1
      })
      if (!isNetwork(each) || !givesOutPhi(context, each) || many.length === 0)
        return 'it gives out records of one patient at most, or by hand'
      if (each.authorizes === undefined) return '"authorizes" is not stated'
      if (each.authorizes === 'each-request') return 'it is asked for each record who may see it'
      const found = `${each.id} gives out ${many.join(', ')} of many patients and does not ask for each who may see it`
      return { found, advice: 'ask for each record and set "authorizes: each-request"', at: 'authorizes' }
    })
  },
}
