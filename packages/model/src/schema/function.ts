/** Critical functions with their commands and envelopes as they are written in the file. */
import { z } from 'zod'
import type { Alarm, Command, CriticalFunction, ParameterLimits } from '../types.ts'
import { camel, duration, flag, id, ids, parameterName, sha256, text } from './common.ts'

/** Most commands that a rate counts: each is remembered for the window. */
const rateMostMax = 1000

const parameterLimits: z.ZodType<ParameterLimits> = z
  .strictObject({
    unit: text.describe('UCUM unit.'),
    min: z.number().describe('Least value that is taken.'),
    max: z.number().describe('Largest value that is taken.'),
    'soft-min': z.number().optional().describe('Below it a role of `soft-override-by` has to give a reason.'),
    'soft-max': z.number().optional().describe('Above it a role of `soft-override-by` has to give a reason.'),
    resolution: z.number().positive().optional().describe('Values are whole multiples of it.'),
    step: z.number().positive().optional().describe('Largest change between one value and the next.'),
    'step-per-minute': z
      .number()
      .positive()
      .optional()
      .describe('Largest change from any value in force during the last minute.'),
  })
  .describe('Limits of one number in a command.')
  .transform((written) => camel(written))

const command: z.ZodType<Command> = z
  .strictObject({
    id: id.describe('Id of the command within its function.'),
    parameters: z
      .record(parameterName, parameterLimits)
      .default({})
      .describe('Numbers that it takes, each with its limits.'),
    roles: ids.describe('Roles that may give it.'),
    confirm: z
      .enum(['none', 'at-device'])
      .default('none')
      .describe('`at-device`: somebody standing there has to confirm it.'),
    states: ids.describe('Modes of the function in which it is taken; empty means any.'),
    to: id.optional().describe('Mode that the function is in once the command was taken.'),
    'minimum-interval': duration.optional().describe('Least time between two taken commands.'),
    rate: z
      .strictObject({
        most: z.int().min(1).max(rateMostMax).describe('Most that are taken within the window.'),
        window: duration.describe('Sliding window.'),
      })
      .optional()
      .describe('Limit on how often it is taken.'),
    subject: z
      .enum(['binds', 'bound', 'releases'])
      .optional()
      .describe(
        '`binds` it to a patient or prescription, is taken only for the `bound` one, or `releases` it.',
      ),
  })
  .transform((written) => camel(written))

const envelope = z
  .strictObject({
    'initial-state': id.describe('Mode in which the function starts.'),
    'soft-override-by': ids
      .optional()
      .describe('Roles that may pass a soft limit, with a reason; a hard limit passes nobody.'),
    'binding-lasts': duration.optional().describe('How long a binding to a patient or prescription holds.'),
    'history-confirmed-by': ids
      .optional()
      .describe('Roles that may confirm at the device that it may go on although its history was lost.'),
    'limits-signed-by': ids
      .optional()
      .describe('Roles whose signature makes narrower limits count, such as a drug library.'),
    cumulative: z
      .strictObject({
        parameter: parameterName.describe('Parameter that is integrated over time.'),
        max: z.number().positive().describe('Most that may come together within the window.'),
        unit: text.describe('UCUM unit of the sum.'),
        window: duration.describe('Sliding window.'),
      })
      .optional()
      .describe('Limit over time that no sequence of allowed commands may pass.'),
  })
  .describe('What no command may lead out of.')

const alarm: z.ZodType<Alarm> = z
  .strictObject({
    id: id.describe('Id of the alarm within its function.'),
    condition: text.describe('What it is raised for.'),
    priority: z.enum(['low', 'medium', 'high']).describe('Priority (IEC 60601-1-8).'),
    'raised-by': id.describe('Component that decides to raise it.'),
    'shown-at': z.array(id).min(1).describe('Components that show or sound it; it is masked when none does.'),
    supervised: flag
      .optional()
      .describe('Whether a place that no longer hears from what raises it alarms by itself.'),
    'silenced-through': ids.describe('Interfaces by which it can be silenced.'),
    'longest-silence': duration
      .optional()
      .describe('Longest silence; absent where it can be silenced for ever.'),
  })
  .transform((written) => camel(written))

const program = {
  path: text.describe('Program that the gate runs, relative to the device file.'),
  sha256: sha256.optional().describe('Its SHA-256; left out, packaging computes it.'),
  'signed-by': z
    .strictObject({
      role: id.describe('Role that signs.'),
      key: z
        .string()
        .regex(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/)
        .describe('Its Ed25519 public key, 32 bytes in base64url.'),
    })
    .optional()
    .describe('Who has to have signed the folder of the program, with all files in it.'),
  'heartbeat-ms': z
    .int()
    .min(10)
    .max(60_000)
    .describe('Longest silence before the gate takes it for dead, in milliseconds.'),
  'verify-every': duration
    .optional()
    .describe('How often the folder of the program is verified while it runs; left out, every minute.'),
}

export const criticalFunction: z.ZodType<CriticalFunction> = z
  .strictObject({
    id: id.describe('Id of the function; with data and keys it shares one name space, that of assets.'),
    component: id.describe('Component that performs it.'),
    harm: z
      .enum(['negligible', 'minor', 'serious', 'critical', 'catastrophic'])
      .describe('Severity if it is commanded, altered or denied wrongly (ISO 14971:2019).'),
    hazard: text.optional().describe('Id of the hazard in the risk management file.'),
    'safe-state': text.describe('What it does when it cannot go on.'),
    commands: z.array(command).default([]).describe('Everything that can be asked of it.'),
    envelope,
    'envelope-by': id.optional().describe('Control that checks every command against the envelope.'),
    'image-by': id.optional().describe('Control that verifies program and configuration before start.'),
    'flood-by': id.optional().describe('Control that keeps its deadline under flood.'),
    program: z
      .strictObject({
        ...program,
        role: id.optional().describe('Role with which it may itself ask for commands.'),
      })
      .optional()
      .describe("The program, where the guard's gate runs it."),
    fallback: z
      .strictObject({
        ...program,
        parameters: z
          .record(parameterName, z.number())
          .default({})
          .describe('The values it goes on with, at most: a lower value in force stays.'),
        commands: z
          .array(id)
          .optional()
          .describe('Commands that it takes, where it does not take all; among them what ends delivery.'),
      })
      .optional()
      .describe('Simple program that takes over when the other one misbehaves.'),
    patients: z.int().min(1).max(10_000).default(1).describe('Patients that one device serves at once.'),
    alarms: z.array(alarm).default([]).describe('What tells people that it needs them.'),
    'local-stop': z
      .enum(['hardware', 'software', 'none'])
      .optional()
      .describe('Whether whoever stands at the device can always stop it.'),
    'interlock-by': ids.describe('Controls that stop it independently of its component.'),
    'feedback-by': ids.describe('Controls that compare what it did with what it was told.'),
    'watched-by': id.optional().describe('Control that notices when it hangs.'),
    'without-network': z
      .enum(['goes-on', 'degrades', 'stops'])
      .optional()
      .describe('What it does without any network.'),
    'after-power-loss': z
      .enum(['safe-state', 'last-state', 'undefined'])
      .optional()
      .describe('What it does when power comes back.'),
    library: id.optional().describe('Configuration data that its limits come from: a drug library.'),
    inputs: ids.describe('Measured data that its dose depends on.'),
  })
  .transform((written) => camel(written))
