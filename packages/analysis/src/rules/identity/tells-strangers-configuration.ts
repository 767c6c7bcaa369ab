import { judgeInterfaces } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const tellsStrangersConfiguration: Rule = {
  id: 'tells-strangers-configuration',
  title: 'Settings and versions are told to whoever asks',
  goesWrong: 'A stranger learns which attack fits, or the very settings that the next step needs.',
  cwe: [200, 497],
  category: 'information-disclosure',
  goal: 'commanded',
  severity: 'medium',
  mitigation: 'Answer strangers with nothing, or with the name of the service.',
  verify: 'A tester connects without a credential and reads the answer.',
  falseAlarm: 'The protocol cannot start without telling it, and it stands in the manual.',
  basis: 'IEC 62443-4-2:2019 CR 7.7; NIST SP 800-53 r5 AC-14',
  judge(context: RuleContext): Verdict[] {
    return judgeInterfaces(context, ({ id, tellsStrangers }) => {
      if (tellsStrangers === undefined) return '"tells-strangers" is not stated'
      if (tellsStrangers !== 'configuration') return `strangers learn ${tellsStrangers}`
      const advice = 'answer only after sign-in and set "tells-strangers" to nothing or identity'
      return { found: `${id} tells its configuration to whoever asks`, advice, at: 'tells-strangers' }
    })
  },
}
