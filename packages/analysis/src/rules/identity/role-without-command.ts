import { judgeInterfaces } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const roleWithoutCommand: Rule = {
  id: 'role-without-command',
  title: 'An interface admits a role that none of its commands is for',
  goesWrong: 'The visitor who may look at the screen finds that the buttons work too.',
  cwe: [285],
  category: 'elevation-of-privilege',
  goal: 'commanded',
  severity: 'medium',
  mitigation: 'Check the role against each command, or admit only roles that may give one.',
  verify: 'command-by-wrong-role',
  falseAlarm:
    'The role uses the interface for something else, and each request is checked: say so in `authorizes`.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), appendix 1, B; IEC 62443-4-2:2019 CR 2.1',
  judge(context: RuleContext): Verdict[] {
    const { functions } = context.file
    return judgeInterfaces(context, (each) => {
      if (each.commands.length === 0) return 'it commands nothing'
      if (each.authorizes === 'each-request') return 'each request is checked'
      const able = functions
        .filter(({ id }) => each.commands.includes(id))
        .flatMap(({ commands }) => commands.flatMap(({ roles }) => roles))
      const idle = each.roles.filter((role) => !able.includes(role))
      if (idle.length === 0) return 'every role on it may give some command'
      const found = `${each.id} admits ${idle.join(', ')}, whom no command of ${each.commands.join(', ')} is for`
      return {
        found,
        advice: 'take the role out of "roles", or check and set "authorizes: each-request"',
        at: 'roles',
      }
    })
  },
}
