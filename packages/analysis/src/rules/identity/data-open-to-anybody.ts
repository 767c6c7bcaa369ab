import type { DataItem } from '@pericard/model'
import { enforcedControls } from '../../elements.ts'
import { judgeInterfaces } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const dataOpenToAnybody: Rule = {
  id: 'data-open-to-anybody',
  title: 'Data can be reached by anybody',
  goesWrong:
    'Whoever plugs in, or joins the network, reads or changes what the device holds; no right is asked for.',
  cwe: [284],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'high',
  mitigation: 'Ask who the caller is and what they may see before any data is given out or taken.',
  verify: 'A tester connects without any credential and reads.',
  falseAlarm: 'What is carried may be known to everybody: then it is telemetry, not one of these kinds.',
  basis:
    'FDA premarket cybersecurity guidance (Feb 2026), appendix 1, A and B; 45 CFR 164.312(a)(1); IEC 62443-4-2:2019 CR 2.1',
  judge(context: RuleContext): Verdict[] {
    return judgeInterfaces(context, (each) => {
      const proofs = enforcedControls(context, each.authentication)
      if (proofs.length > 0) return `callers pass ${proofs.map(({ id }) => id).join(' and ')}`
      const bare = each.carries.filter((id) => restricted.has(context.data.get(id)?.kind))
      if (bare.length === 0) return 'it carries nothing whose access has to be restricted'
      const found = `${each.id} carries ${bare.join(', ')} and restricts nobody`
      return { found, advice: 'name what restricts access in "authentication", and who has it in "roles"' }
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
