import { judgeInterfaces } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const tellsStrangersPatientData: Rule = {
  id: 'tells-strangers-patient-data',
  title: 'Patient data is shown to whoever asks',
  goesWrong:
    'Name and diagnosis go to anybody who connects, before any sign-in: that alone is a breach to report.',
  cwe: [200, 359],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'high',
  mitigation: 'Answer strangers with nothing, or with the name of the service.',
  verify: 'A tester connects without a credential and reads the answer.',
  falseAlarm: 'The data is of a phantom or a test patient.',
  basis: '45 CFR 164.312(a)(1), 164.402; FDA premarket cybersecurity guidance (Feb 2026), appendix 1, E',
  judge(context: RuleContext): Verdict[] {
    return judgeInterfaces(context, ({ id, tellsStrangers }) => {
      if (tellsStrangers === undefined) return '"tells-strangers" is not stated'
      if (tellsStrangers !== 'patient-data') return `strangers learn ${tellsStrangers}`
      const advice = 'answer only after sign-in and set "tells-strangers: nothing"'
      return { found: `${id} tells patient data to whoever asks`, advice, at: 'tells-strangers' }
    })
  },
}
