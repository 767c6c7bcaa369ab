import { networkInterfaces, ownReceivers } from '../../elements.ts'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const messageSizeUnbounded: Rule = {
  id: 'message-size-unbounded',
  title: 'A message may be as long as its sender likes',
  goesWrong: 'One message takes all memory, and what the device is there for stops.',
  cwe: [770],
  category: 'denial-of-service',
  goal: 'denied',
  severity: 'medium',
  mitigation: 'Bound each message before memory is taken for it, and state the bound.',
  verify: 'malformed-input',
  falseAlarm: 'The medium itself bounds a message: state that number.',
  basis: 'FDA premarket cybersecurity guidance (Feb 2026), appendix 1: resilience',
  judge(context: RuleContext): Verdict[] {
    return networkInterfaces(context.file).flatMap((each): Verdict[] => {
      if (ownReceivers(context, each).length === 0) return []
      const element = `interfaces.${each.id}`
      const { messageBytesMax } = each
      if (messageBytesMax === undefined)
        return [
          fires(element, `${each.id} states no largest message`, 'bound it and state "message-bytes-max"'),
        ]
      if (messageBytesMax <= tooLarge)
        return [silent(element, `a message has at most ${messageBytesMax} bytes`)]
      const because = `${each.id} takes messages of up to ${messageBytesMax} bytes`
      return [fires(element, because, 'take large content in bounded parts', `${element}.message-bytes-max`)]
    })
  },
}

/** Bytes of a message; a device of this class has not that much memory to spare. */
const tooLarge = 2 ** 30
