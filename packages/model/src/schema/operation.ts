/** Updates, capabilities, logging and use cases as they are written in the file. */
import { z } from 'zod'
import type { Capability, Logging, Update, UseCase } from '../types.ts'
import { camel, days, flag, id, ids, text } from './common.ts'

export const update: z.ZodType<Update> = z
  .strictObject({
    id: id.describe('Id of the update path.'),
    components: z.array(id).min(1).describe('Components that it replaces.'),
    way: z.enum(['remote', 'local-media', 'physical-presence']).describe('How the image comes.'),
    interface: id.describe('Interface that it comes through.'),
    'verified-by': ids.describe('Controls that must all fail before a foreign image is taken.'),
    'signed-with': ids.describe('Signing keys; whoever holds all of them can make an image.'),
    'rollback-protected': flag
      .default(false)
      .describe('True where an older, validly signed image is refused.'),
    interrupted: z
      .enum(['old-or-new', 'recovery-mode', 'unusable'])
      .optional()
      .describe('What an interruption at any moment leaves.'),
    'health-check': flag
      .optional()
      .describe('Whether the new version is tried, and left again if it does not work.'),
    when: z.enum(['idle-only', 'any-time']).optional().describe('When it may be taken.'),
    consent: z.enum(['user', 'maker', 'nobody']).optional().describe('Who decides that it is taken now.'),
    'confidential-by': ids.describe('Controls that keep the content of an image from being read.'),
    'rollout-days': days.optional().describe('Days until it has reached the fleet.'),
  })
  .transform((written) => camel(written))

export const capability: z.ZodType<Capability> = z
  .strictObject({
    id: id.describe('Id of the capability.'),
    interface: id.describe('Interface that it is used through.'),
    allows: z
      .array(z.enum(['read-logs', 'read-phi', 'read-telemetry', 'command', 'configure', 'shell']))
      .min(1)
      .describe('What whoever uses it can do.'),
    at: id.describe('Component that it acts on.'),
    access: z.enum(['remote', 'local', 'physical-presence']).describe('Where its user has to be.'),
    roles: ids.describe('Roles that may use it.'),
    benefit: text.optional().describe('What it is good for. Its absence is a finding.'),
    risk: text.optional().describe('What it can be misused for. Its absence is a finding.'),
    'session-minutes': z
      .int()
      .min(1)
      .max(1_440)
      .optional()
      .describe('Longest session in minutes; absent where it never ends.'),
    audited: flag.default(false).describe('True where every use is in the audit log.'),
    'approved-by': ids.describe(
      'Controls that must all fail before it is used without approval at the time.',
    ),
    shown: flag.optional().describe('Whether whoever stands at the device sees that it is in use.'),
  })
  .transform((written) => camel(written))

export const logging: z.ZodType<Logging> = z
  .strictObject({
    events: z
      .array(
        z.enum([
          'sign-in',
          'sign-in-failed',
          'phi-access',
          'command',
          'command-refused',
          'configuration',
          'update',
          'key-use',
          'start-stop',
          'alarm',
          'log-access',
          'malformed-input',
          'physical-tamper',
          'time-change',
        ]),
      )
      .default([])
      .describe('What is recorded.'),
    log: id.describe('Data item that is the log.'),
    'sent-to': id.optional().describe('Component that keeps it elsewhere too.'),
    'integrity-by': ids.describe('Controls that notice when it is changed or cut.'),
    'when-full': z
      .enum(['overwrites-oldest', 'refuses-new', 'stops-device'])
      .optional()
      .describe('What happens when there is no room.'),
    alerts: ids.describe('Roles that are told of what stands out.'),
    attributed: flag.optional().describe('Whether each entry says who and when, on an ordered clock.'),
  })
  .describe('What the device records of what happens to it.')
  .transform((written) => camel(written))

export const useCase: z.ZodType<UseCase> = z
  .strictObject({
    id: id.describe('Id of the use case.'),
    name: text.describe('Name for people.'),
    state: z
      .enum([
        'power-on',
        'standby',
        'transition',
        'programming',
        'alarming',
        'delivering-therapy',
        'sending-data',
        'receiving-data',
        'reporting',
        'service',
        'update',
        'decommissioning',
      ])
      .describe('Operational or clinical state that it belongs to.'),
    interfaces: ids.describe('Interfaces used, in their order.'),
    purpose: text.describe('What is done, and by whom.'),
  })
  .transform((written) => camel(written))
