import { judgeKeys, secretKeys } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const hardCodedKey: Rule = {
  id: 'hard-coded-key',
  title: 'A secret key is built into the device',
  goesWrong:
    'A key that stands in the firmware is known to whoever unpacks one image: it seals, opens and signs for them as for the device.',
  cwe: [321, 798],
  category: 'spoofing',
  goal: 'disclosed',
  severity: 'high',
  mitigation: 'Make the key on the device and keep it in a TPM or the vault; ship only verifying keys.',
  verify: 'A tester searches the unpacked image for keys.',
  falseAlarm: 'It is the public half: that is no key to declare.',
  basis: 'NIST SP 800-53 r5 SC-12; IEC 62443-4-2:2019 CR 1.14',
  judge(context: RuleContext): Verdict[] {
    return judgeKeys(context, secretKeys, ({ id, kind, storedBy, scope }) =>
      storedBy === 'firmware'
        ? {
            found: `the ${kind} key ${id} stands in the firmware, one for the whole ${scope}`,
            advice: 'make it on the device and set "stored-by" to tpm, hsm or vault',
            at: 'stored-by',
          }
        : `it is not built in ("stored-by" is ${storedBy})`,
    )
  },
}
