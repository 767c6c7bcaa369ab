import type { DeviceFile } from '@pericard/model'
import type { Hit, Rule } from '../rule.ts'

export const sharedAccount: Rule = {
  id: 'shared-account',
  title: 'A role signs in with a shared account',
  goesWrong: 'Nobody can tell who did it, and nobody changes the password when somebody leaves.',
  cwe: [1390],
  category: 'repudiation',
  goal: 'commanded',
  severity: 'medium',
  mitigation: 'Give each person a credential of their own.',
  verify: 'A reviewer looks at the sign-in of two people.',
  falseAlarm: 'The role is one person.',
  check(file: DeviceFile): Hit[] {
    return file.roles
      .filter(({ individual }) => !individual)
      .map(({ id, name }) => ({
        element: `roles.${id}`,
        because: `${name} signs in with a shared account`,
        advice: 'give each person a credential of their own and set "individual: true"',
      }))
  },
}
