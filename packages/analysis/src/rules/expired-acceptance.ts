import type { DeviceFile } from '@pericard/model'
import { endOf } from '../acceptance.ts'
import type { Hit, Rule } from '../rule.ts'

export const expiredAcceptance: Rule = {
  id: 'expired-acceptance',
  title: 'A risk decision has expired',
  goesWrong: 'A risk that was taken for a year is taken for ever, by nobody.',
  cwe: [],
  category: 'repudiation',
  goal: 'disclosed',
  severity: 'medium',
  mitigation: "Decide again, with today's knowledge, or remove the cause.",
  verify: 'A reviewer reads the decision.',
  falseAlarm: 'None: an expired decision covers nothing.',
  check(file: DeviceFile, now: number): Hit[] {
    return file.accepted
      .filter((risk) => endOf(risk) <= now)
      .map(({ id, owner, expires, finding }) => ({
        element: `accepted.${id}`,
        because: `the decision of ${owner} on ${finding} ended on ${expires}`,
        advice: 'decide again or remove the cause; until then the finding counts',
      }))
  },
}
