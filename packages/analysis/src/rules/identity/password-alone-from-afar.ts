import { enforcedControls } from '../../elements.ts'
import { guessableSignIns, judgeInterfaces } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const passwordAloneFromAfar: Rule = {
  id: 'password-alone-from-afar',
  title: 'A password alone opens a way in from afar',
  goesWrong: 'Passwords are guessed, reused and fished for; on a wide network somebody is always trying.',
  cwe: [309],
  category: 'spoofing',
  goal: 'commanded',
  severity: 'medium',
  mitigation: 'Ask for a certificate, a token or a tunnel beside the password.',
  verify: 'A tester signs in from the network with the password alone.',
  falseAlarm: 'The way in is a tunnel of its own that is not in the file.',
  basis: 'IEC 62443-4-2:2019 CR 1.1 RE 2; NIST SP 800-53 r5 IA-2(1)',
  judge(context: RuleContext): Verdict[] {
    return judgeInterfaces(context, (each) => {
      if (each.reach !== 'hospital-network' && each.reach !== 'internet') return 'it is not reached from afar'
      const proofs = enforcedControls(context, each.authentication)
      const words = guessableSignIns(context, each).filter(
        ({ factor }) => factor === undefined || factor === 'password' || factor === 'pin',
      )
      if (words.length === 0 || words.length < proofs.length)
        return 'it asks for more than a password, or for none'
      const found = `${each.id} asks for nothing but ${words.map(({ id }) => id).join(', ')}`
      return { found, advice: 'add a proof of another kind to "authentication"', at: 'authentication' }
    })
  },
}
