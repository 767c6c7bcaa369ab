import { judgeKeys, secretKeys } from '../../identities.ts'
import type { Rule, RuleContext, Verdict } from '../../rule.ts'

export const keyPastItsTime: Rule = {
  id: 'key-past-its-time',
  title: 'A key is used past its time',
  goesWrong:
    'A key that leaked without notice goes on opening records, new ones too, for as long as the device lives.',
  cwe: [324],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'low',
  mitigation: 'Replace it within three years, and whenever it may have leaked.',
  verify: 'A reviewer looks at the day on which it was made.',
  falseAlarm: 'It is burnt into hardware and only proves which device this is.',
  basis: 'NIST SP 800-57 part 1 r5, 5.3.6',
  judge(context: RuleContext): Verdict[] {
    return judgeKeys(context, secretKeys, ({ id, rotateDays, storedBy }) => {
      if (storedBy === 'firmware') return 'hard-coded-key looks at keys in the firmware'
      if (rotateDays !== undefined && rotateDays <= periodDaysMax)
        return `it is replaced after ${rotateDays} days`
      const found =
        rotateDays === undefined
          ? `${id} (kept by the ${storedBy}) is never replaced`
          : `${id} is replaced only after ${rotateDays} days`
      return { found, advice: `set "rotate-days" to ${periodDaysMax} or less` }
    })
  },
}

/** Three years, the longest period that is recommended for a key that signs or seals. */
const periodDaysMax = 1095
