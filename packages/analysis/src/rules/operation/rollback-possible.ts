import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const rollbackPossible: Rule = {
  id: 'rollback-possible',
  title: 'An old version can be installed again',
  goesWrong: 'A fixed vulnerability comes back with a genuine, signed, old image.',
  cwe: [1328],
  category: 'tampering',
  goal: 'altered',
  severity: 'medium',
  mitigation: 'Keep a version floor where an attacker cannot set it back, such as a TPM counter.',
  verify: 'A person offers the previous signed image.',
  falseAlarm: 'No version was ever released before this one.',
  judge({ file }: RuleContext): Verdict[] {
    return file.updates.map(({ id, rollbackProtected }) =>
      rollbackProtected
        ? silent(`updates.${id}`, 'an older signed version is refused')
        : fires(
            `updates.${id}`,
            `${id} takes any signed version, however old`,
            'refuse versions below a floor that only rises',
          ),
    )
  },
}
