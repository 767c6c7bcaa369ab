import { ownComponents } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const sharedTemporaryFiles: Rule = {
  id: 'shared-temporary-files',
  title: 'Temporary files lie where others can reach them',
  goesWrong: 'Another program reads patient data out of them, or swaps a file between check and use.',
  cwe: [377, 379],
  category: 'tampering',
  goal: 'altered',
  severity: 'medium',
  mitigation: 'Give the component a folder of its own that nobody else can open.',
  verify: 'A tester lists the temporary folder as another user.',
  falseAlarm: 'The device runs one user only.',

  judge(context: RuleContext): Verdict[] {
    return ownComponents(context.file).map((each) => {
      const element = `components.${each.id}`
      if (each.temporaryFiles === undefined) return silent(element, 'temporary-files is not stated')
      if (!(each.temporaryFiles === 'shared'))
        return silent(element, `its temporary files are ${each.temporaryFiles}`)
      return fires(
        element,
        `temporary files of ${each.id} lie in a shared folder`,
        'use a private folder and set "temporary-files: private"',
        `${element}.temporary-files`,
      )
    })
  },
}
