import type { Interface, Logging } from '@pericard/model'
import { fires, type Rule, type RuleContext, silent, type Verdict } from '../../rule.ts'

export const eventsMissing: Rule = {
  id: 'events-missing',
  title: 'Security events are not recorded',
  goesWrong: 'The one entry that would have told is not there.',
  cwe: [223, 778],
  category: 'repudiation',
  goal: 'altered',
  severity: 'low',
  mitigation: 'Record them.',
  verify: 'A reviewer compares the list with what was tried on the device.',
  falseAlarm: 'The device has no such event: no sign-in, no update.',

  judge(context: RuleContext): Verdict[] {
    const { logging } = context.file
    if (logging === undefined)
      return [silent('logging', 'nothing is said of logging (see logging-not-described)')]
    const missing = wanted(context).filter((event) => !logging.events.includes(event))
    if (missing.length === 0) return [silent('logging', 'every event that this device can have is recorded')]
    return [
      fires(
        'logging',
        `${missing.join(', ')} are not recorded`,
        'record them and add them to "events"',
        'logging.events',
      ),
    ]
  },
}

/** Events that a device of this make can have. */
function wanted({ file }: RuleContext): Logging['events'] {
  return [
    'configuration',
    'malformed-input',
    ...(file.interfaces.some(asksWho) ? (['sign-in', 'sign-in-failed'] as const) : []),
    ...(file.functions.length > 0 ? (['command', 'command-refused', 'alarm'] as const) : []),
    ...(file.data.some(({ kind }) => kind === 'phi') ? (['phi-access'] as const) : []),
    ...(file.updates.length > 0 ? (['update'] as const) : []),
    ...(file.keys.length > 0 ? (['key-use'] as const) : []),
  ]
}

function asksWho({ authentication, credentials }: Interface): boolean {
  return authentication.length > 0 || credentials.length > 0
}
