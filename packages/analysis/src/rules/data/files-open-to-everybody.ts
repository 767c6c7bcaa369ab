import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const filesOpenToEverybody: Rule = {
  id: 'files-open-to-everybody',
  title: 'Files of patients are open to every user of the computer',
  goesWrong: 'Any process on it reads or changes them.',
  cwe: [276, 732],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'high',
  mitigation: 'One owner, nobody else.',
  verify: 'A tester reads them as another user.',
  falseAlarm: 'The computer has one user and one process.',

  judge(context: RuleContext): Verdict[] {
    return context.file.components.flatMap((each): Verdict[] => {
      const element = `components.${each.id}`
      if (each.storage === undefined) return []
      if (each.storage.permissions === undefined) return [silent(element, 'its permissions are not stated')]
      if (each.storage.permissions !== 'everyone')
        return [silent(element, `they are open to: ${each.storage.permissions}`)]
      return [
        fires(
          element,
          `what ${each.id} stores is open to everybody on the computer`,
          'give the files one owner and set "permissions: owner"',
          `${element}.storage.permissions`,
        ),
      ]
    })
  },
}
