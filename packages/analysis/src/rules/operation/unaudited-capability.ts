import { capabilitiesOf } from '../../capabilities.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const unauditedCapability: Rule = {
  id: 'unaudited-capability',
  title: 'A service capability leaves no trace',
  goesWrong: 'After an incident nobody can say who looked at which record or changed which setting.',
  cwe: [778],
  category: 'repudiation',
  goal: 'disclosed',
  severity: 'medium',
  mitigation: 'Write each use to the sealed log, with who and what.',
  verify: 'log-tamper',
  falseAlarm: 'It reads nothing and changes nothing: then it is no capability.',
  judge({ file }: RuleContext): Verdict[] {
    return capabilitiesOf(file).map(({ section, capability: { id, allows, audited } }) =>
      audited
        ? silent(`${section}.${id}`, 'every use is audited')
        : fires(
            `${section}.${id}`,
            `${id} allows ${allows.join(', ')} and is not audited`,
            'write each use to the sealed log and set "audited: true"',
          ),
    )
  },
}
