import { capabilitiesOf } from '../../capabilities.ts'
import { verdictOn } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const shellAsAdministrator: Rule = {
  id: 'shell-as-administrator',
  title: 'A service shell has the rights of an administrator',
  goesWrong:
    'One mistake of support, or one stolen sign-in, can do everything: read all keys, replace the software.',
  cwe: [250],
  category: 'elevation-of-privilege',
  goal: 'altered',
  severity: 'medium',
  mitigation: 'Offer the few commands that support needs instead, or run the shell as a user without rights.',
  verify: 'A tester opens the shell and reads who it is.',
  falseAlarm: 'The shell is confined to a sandbox of its own: declare that as a component.',
  basis: 'NIST SP 800-53 r5 AC-6; IEC 62443-4-2:2019 CR 2.1',
  judge({ file, components }: RuleContext): Verdict[] {
    return capabilitiesOf(file)
      .filter(({ capability }) => capability.allows.includes('shell'))
      .map(({ section, capability: { id, at } }) => {
        const element = `${section}.${id}`
        const privileges = components.get(at)?.privileges
        if (privileges === undefined) return verdictOn(element, `"privileges" of ${at} is not stated`)
        if (privileges === 'none' || privileges === 'user')
          return verdictOn(element, `${at} runs with rights of ${privileges}`)
        const found = `${id} opens a shell at ${at}, which runs with rights of ${privileges}`
        return verdictOn(element, { found, advice: `remove "shell", or run ${at} as a user`, at: 'allows' })
      })
  },
}
