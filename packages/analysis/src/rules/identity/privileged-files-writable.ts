import { ownComponents } from '../../elements.ts'
import { verdictOn } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const privilegedFilesWritable: Rule = {
  id: 'privileged-files-writable',
  title: 'Anybody on the computer can change files of a privileged program',
  goesWrong:
    'Whoever has any account, or took over any program, writes there what then runs with all rights.',
  cwe: [269],
  category: 'elevation-of-privilege',
  goal: 'altered',
  severity: 'high',
  mitigation: 'Let only the program and its installer write its folders.',
  verify: 'A tester writes into its folders as an ordinary user.',
  falseAlarm: 'Nothing of what lies there is run or believed.',
  basis: 'NIST SP 800-53 r5 AC-6, CM-5(6); IEC 62443-4-2:2019 CR 2.1',
  judge({ file }: RuleContext): Verdict[] {
    return ownComponents(file).map(({ id, privileges, storage }) => {
      const element = `components.${id}`
      if (privileges === undefined) return verdictOn(element, '"privileges" is not stated')
      if (privileges === 'none' || privileges === 'user')
        return verdictOn(element, `it runs with rights of ${privileges}`)
      if (storage?.permissions === undefined)
        return verdictOn(element, '"permissions" of its storage are not stated')
      if (storage.permissions !== 'everyone')
        return verdictOn(element, `its files are for ${storage.permissions}`)
      const found = `${id} runs with rights of ${privileges}, and its files are open to everyone`
      return verdictOn(element, { found, advice: 'set "permissions: owner"', at: 'storage.permissions' })
    })
  },
}
