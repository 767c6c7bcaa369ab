import { enforcedControls } from '../../elements.ts'
import { judgeInterfaces } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const authenticationByAddress: Rule = {
  id: 'authentication-by-address',
  title: 'A caller is believed for its address',
  goesWrong: 'Anybody on the network takes the address of the server or the programmer and is believed.',
  cwe: [290, 291, 302],
  category: 'spoofing',
  goal: 'commanded',
  severity: 'high',
  mitigation: 'Ask for a proof that is made with a key; let the address only narrow who may try.',
  verify: 'A tester takes the address of an admitted machine.',
  falseAlarm: 'The address is inside a tunnel that proves it.',
  basis: 'IEC 62443-4-2:2019 CR 1.2; NIST SP 800-53 r5 IA-3',
  judge(context: RuleContext): Verdict[] {
    return judgeInterfaces(context, (each) => {
      const proofs = enforcedControls(context, each.authentication)
      if (proofs.length === 0) return 'it has no authentication at all'
      const others = proofs.filter(({ factor }) => factor !== 'address')
      if (others.length > 0) return `${others.map(({ id }) => id).join(' and ')} ask for more than an address`
      const found = `${each.id} believes a caller for its address (${proofs.map(({ id }) => id).join(', ')})`
      return {
        found,
        advice: 'add a control whose "factor" is a certificate or signature',
        at: 'authentication',
      }
    })
  },
}
