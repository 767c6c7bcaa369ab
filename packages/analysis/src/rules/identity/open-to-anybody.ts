import type { DataItem } from '@pericard/model'
import { enforcedControls } from '../../elements.ts'
import { sharesFiles, isNetwork, judgeInterfaces } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const openToAnybody: Rule = {
  id: 'open-to-anybody',
  title: 'Whoever reaches it is let in',
  goesWrong:
    'Whoever plugs in, or joins the network, reads or changes what the device holds; no right is asked for.',
  cwe: [284],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'high',
  mitigation:
    'Ask who the caller is and what they may see before any data is given out or taken; lock ports that need not be open.',
  verify: 'A tester connects without any credential and reads.',
  falseAlarm: 'What is carried may be known to everybody: then it is telemetry, not one of these kinds.',
  basis:
    'FDA premarket cybersecurity guidance (Feb 2026), appendix 1, A and B; 45 CFR 164.312(a)(1); IEC 62443-4-2:2019 CR 2.1',
  judge(context: RuleContext): Verdict[] {
    return judgeInterfaces(context, (each) => {
      const proofs = enforcedControls(context, each.authentication)
      if (proofs.length > 0) return `callers pass ${proofs.map(({ id }) => id).join(' and ')}`
      const bare = each.carries.filter((id) => restricted.has(context.data.get(id)?.kind))
      if (bare.length > 0 && sharesFiles(each)) return 'files-open-to-the-network looks at shared files'
      if (bare.length > 0)
        return {
          found: `${each.id} carries ${bare.join(', ')} and restricts nobody`,
          advice: 'name what restricts access in "authentication", and who has it in "roles"',
        }
      if (isNetwork(each) || each.parsedBy.length === 0)
        return 'it carries nothing whose access has to be restricted'
      const found = `whoever plugs into ${each.id} is let in, to ${each.parsedBy.join(', ')} at once`
      return { found, advice: 'lock the port ("authentication"), or shut it ("active: false", "closed-by")' }
    })
  },
}

const restricted: ReadonlySet<DataItem['kind'] | undefined> = new Set([
  'phi',
  'credential',
  'key',
  'log',
  'configuration',
])
