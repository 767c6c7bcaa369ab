import { enforcedControls } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const imageReadable: Rule = {
  id: 'image-readable',
  title: 'An update image can be read by anybody and holds secrets',
  goesWrong: 'Keys in firmware are published with every update.',
  cwe: [],
  category: 'information-disclosure',
  goal: 'disclosed',
  severity: 'medium',
  mitigation: 'Keep secrets out of images, or encrypt them.',
  verify: 'A tester unpacks an image.',
  falseAlarm: 'The keys in firmware are public ones.',

  judge(context: RuleContext): Verdict[] {
    return context.file.updates.map((each) => {
      const element = `updates.${each.id}`
      if (enforcedControls(context, each.confidentialBy).length > 0)
        return silent(element, `${each.confidentialBy.join(' and ')} keep it from being read`)
      if (!context.file.keys.some(({ storedBy }) => storedBy === 'firmware'))
        return silent(element, 'no key lies in firmware')
      return fires(
        element,
        `keys lie in firmware and nothing keeps the images of ${each.id} from being read`,
        'move keys out of firmware, or name a control in "confidential-by"',
      )
    })
  },
}
