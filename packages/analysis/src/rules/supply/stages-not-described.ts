import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const stagesNotDescribed: Rule = {
  id: 'stages-not-described',
  title: "Stages of the device's life are not described",
  goesWrong: 'Supply chain, factory, delivery, service and the end are where nobody looks.',
  cwe: [],
  category: 'tampering',
  goal: 'altered',
  severity: 'low',
  mitigation: 'Describe development, manufacturing, delivery, service and decommissioning.',
  verify: 'A reviewer reads them (FDA premarket cybersecurity guidance, V.A.1).',
  falseAlarm: 'The device has no such stage: say so in its purpose.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), V.A.1',
  judge(context: RuleContext): Verdict[] {
    const missing = wanted.filter((stage) => !context.file.stages.some((each) => each.stage === stage))
    if (missing.length === 0) return [silent('device', 'every stage is described')]
    return [fires('device', `the stages ${missing.join(', ')} are not described`, 'add them to "stages"')]
  },
}

/** A device that is replaced rather than repaired has no service. */
const wanted = ['development', 'manufacturing', 'delivery', 'decommissioning'] as const
