import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const keyWithoutUse: Rule = {
  id: 'key-without-use',
  title: 'A key opens, unlocks, signs and supports nothing',
  goesWrong: 'A secret that is kept for nothing can only be lost.',
  cwe: [],
  category: 'tampering',
  goal: 'altered',
  severity: 'low',
  mitigation: 'Name what it is for where it is used, or destroy it.',
  verify: 'A reviewer reads the place.',
  falseAlarm: 'The file is being written: finish it.',

  judge(context: RuleContext): Verdict[] {
    return context.file.keys.map((each) => {
      const element = `keys.${each.id}`
      if (isUsed(context, each.id)) return silent(element, 'the file says what it is used for')
      return fires(
        element,
        `no interface, vault, control, update or stage names ${each.id}`,
        'name it where it is used, or take it out',
      )
    })
  },
}

function isUsed({ file }: RuleContext, key: string): boolean {
  return (
    file.vault.unlock.includes(key) ||
    file.interfaces.some(({ credentials }) => credentials.includes(key)) ||
    file.controls.some(({ restsOn }) => restsOn.keys.includes(key)) ||
    file.updates.some(({ signedWith }) => signedWith.includes(key))
  )
}
