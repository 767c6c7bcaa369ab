import { enforcedControls } from '../../elements.ts'
import { sharesFiles, judgeInterfaces } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const filesOpenToTheNetwork: Rule = {
  id: 'files-open-to-the-network',
  title: 'Files are shared with the whole network',
  goesWrong: 'Whoever joins the network opens the share and takes, or changes, every file in it.',
  cwe: [284, 552],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'high',
  mitigation: 'Ask for a sign-in, share only what has to be shared, and let nobody write who need not.',
  verify: 'A tester opens the share without a credential.',
  falseAlarm: 'The share holds nothing but public documents: then it carries none of these kinds.',
  basis: '45 CFR 164.312(a)(1); IEC 62443-4-2:2019 CR 2.1; NIST SP 800-53 r5 AC-3',
  judge(context: RuleContext): Verdict[] {
    return judgeInterfaces(context, (each) => {
      if (!sharesFiles(each)) return `${each.protocol} shares no files with a network`
      const proofs = enforcedControls(context, each.authentication)
      if (proofs.length > 0) return `callers pass ${proofs.map(({ id }) => id).join(' and ')}`
      const files = each.carries.filter((id) => context.data.get(id)?.kind !== 'telemetry')
      if (files.length === 0) return 'it carries telemetry at most'
      const found = `${each.id} shares ${files.join(', ')} over ${each.protocol} with whoever asks`
      return { found, advice: 'name a sign-in in "authentication", and who has it in "roles"' }
    })
  },
}
