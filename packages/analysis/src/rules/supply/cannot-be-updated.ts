import { ownComponents } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const cannotBeUpdated: Rule = {
  id: 'cannot-be-updated',
  title: 'No update path reaches a component',
  goesWrong: 'A flaw in it stays for the life of the device.',
  cwe: [1277, 1329],
  category: 'tampering',
  goal: 'altered',
  severity: 'medium',
  mitigation: 'Give it an update path, or say why none is needed.',
  verify: 'A reviewer reads the updateability view.',
  falseAlarm: 'It is fixed in silicon and says so.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), V.B.2: updateability and patchability view',
  judge(context: RuleContext): Verdict[] {
    return ownComponents(context.file).map((each) => {
      const element = `components.${each.id}`
      if (context.file.updates.some(({ components }) => components.includes(each.id)))
        return silent(element, 'an update replaces it')
      return fires(element, `no update names ${each.id}`, 'add it to "components" of an update')
    })
  },
}
