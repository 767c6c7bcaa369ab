import { enforcedControls } from '../../elements.ts'
import { judgeKeys, secretKeys } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const keyReleasedToAnyDevice: Rule = {
  id: 'key-released-to-any-device',
  title: 'The fleet hands a key to a device that was stolen',
  goesWrong: 'A thief connects the stolen device to any network, and the fleet unlocks the records for them.',
  cwe: [],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'high',
  mitigation: 'Let a report of theft, an unknown network or a long silence stop the release.',
  verify: 'A tester reports a device as stolen and connects it.',
  falseAlarm: 'A person approves each release: name that as a control.',
  basis: '45 CFR 164.310(d)(1); NIST SP 800-53 r5 SC-12',
  judge(context: RuleContext): Verdict[] {
    return judgeKeys(context, ['password', ...secretKeys], ({ id, storedBy, releasedBy }) => {
      if (storedBy !== 'fleet') return `the fleet does not keep it ("stored-by" is ${storedBy})`
      const checks = enforcedControls(context, releasedBy)
      if (checks.length > 0) return `${checks.map((one) => one.id).join(' and ')} stop its release`
      const found = `the fleet hands out ${id} wherever the device is, and nothing stops that`
      return { found, advice: 'name what stops the release to a stolen device in "released-by"' }
    })
  },
}
