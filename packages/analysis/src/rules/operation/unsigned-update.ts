import { enforcedControls } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const unsignedUpdate: Rule = {
  id: 'unsigned-update',
  title: 'An update is taken without a verified signature',
  goesWrong: 'Whoever delivers a file replaces the software of the device.',
  cwe: [347, 494],
  category: 'tampering',
  goal: 'altered',
  severity: 'high',
  mitigation: 'Sign with a key that is not on the device, and verify before anything is written.',
  verify: 'A person offers an image with one bit changed.',
  falseAlarm: 'The interface is not there in released devices.',
  judge(context: RuleContext): Verdict[] {
    return context.file.updates.map(({ id, verifiedBy, signedWith }) => {
      const element = `updates.${id}`
      const lines = enforcedControls(context, verifiedBy)
      if (lines.length > 0 && signedWith.length > 0)
        return silent(element, `${verifiedBy.join(' and ')} verify its signatures`)
      const because =
        lines.length === 0
          ? `"verified-by" of ${id} names no enforced control`
          : `${id} names no key that signs it`
      const advice = 'name the verifying controls in "verified-by" and the keys in "signed-with"'
      return fires(element, because, advice)
    })
  },
}
