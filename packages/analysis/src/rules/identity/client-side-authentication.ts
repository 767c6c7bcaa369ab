import { enforcedControls } from '../../elements.ts'
import { judgeInterfaces } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const clientSideAuthentication: Rule = {
  id: 'client-side-authentication',
  title: 'The caller checks itself',
  goesWrong: 'A program that leaves the check out is let in: the password is asked for on the wrong side.',
  cwe: [603],
  category: 'spoofing',
  goal: 'commanded',
  severity: 'high',
  mitigation: 'Verify in the component that is called.',
  verify: 'A tester speaks the protocol with a program of their own.',
  falseAlarm: 'It is the device that calls and checks whom it has called.',
  basis: 'IEC 62443-4-2:2019 CR 1.1; NIST SP 800-53 r5 IA-2',
  judge(context: RuleContext): Verdict[] {
    return judgeInterfaces(context, (each) => {
      const { from, to, verifiedAt } = each
      if (context.components.get(from)?.external !== true || context.components.get(to)?.external !== false)
        return 'it is not called from outside'
      const proofs = enforcedControls(context, each.authentication)
      const byCaller = proofs.length > 0 && proofs.every(({ at }) => at === from)
      if (verifiedAt !== from && !byCaller) return 'the caller does not verify itself'
      const found = `the authentication of ${each.id} is verified at ${from}, which is the caller`
      return { found, advice: `verify it at ${to} and say so in "verified-at"`, at: 'verified-at' }
    })
  },
}
