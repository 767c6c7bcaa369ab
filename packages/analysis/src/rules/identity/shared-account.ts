import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

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
  basis: '45 CFR 164.312(a)(2)(i), unique user identification; IEC 62443-4-2:2019 CR 1.1 RE 1',
  judge({ file }: RuleContext): Verdict[] {
    return file.roles.map(({ id, name, individual }) =>
      individual
        ? silent(`roles.${id}`, 'each holder has a credential of their own')
        : fires(
            `roles.${id}`,
            `${name} signs in with a shared account`,
            'give each person a credential of their own and set "individual: true"',
          ),
    )
  },
}
