import { enforcedControls } from '../../elements.ts'
import { guessableSignIns, isNetwork, judgeInterfaces } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const passwordInClearOnTheWire: Rule = {
  id: 'password-in-clear-on-the-wire',
  title: 'A password travels in the clear',
  goesWrong: "Whoever listens on the ward's network once signs in from then on.",
  cwe: [319, 522, 523],
  category: 'information-disclosure',
  goal: 'commanded',
  severity: 'high',
  mitigation: 'Use TLS, or a sign-in that never sends the password.',
  verify: 'A tester listens while somebody signs in.',
  falseAlarm: 'The password is used in a challenge and never sent: its "factor" is then a shared secret.',
  basis: 'IEC 62443-4-2:2019 CR 1.5, CR 4.1; NIST SP 800-53 r5 IA-5(1)(c)',
  judge(context: RuleContext): Verdict[] {
    return judgeInterfaces(context, (each) => {
      if (!isNetwork(each)) return 'nobody can listen on it unseen'
      const words = guessableSignIns(context, each).filter(({ factor }) => factor !== 'shared-secret')
      if (words.length === 0) return 'no password is sent on it'
      if (enforcedControls(context, each.protection).length > 0) return 'what travels on it is protected'
      const found = `${words.map(({ id }) => id).join(', ')} on ${each.id} sends a password, and nothing protects it on the way`
      return { found, advice: 'encrypt it and name that in "protection"' }
    })
  },
}
