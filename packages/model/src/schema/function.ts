/** Critical functions with their commands and envelopes as they are written in the file. */
import { z } from 'zod'
import type { Command, CriticalFunction, ParameterLimits } from '../types.ts'
import { camel, duration, id, ids, parameterName, text } from './common.ts'
import { sha256 } from './parts.ts'

const parameterLimits: z.ZodType<ParameterLimits> = z
  .strictObject({
    unit: text.describe('UCUM unit.'),
    min: z.number().describe('Least value that is taken.'),
    max: z.number().describe('Largest value that is taken.'),
    'step-per-minute': z
      .number()
      .positive()
      .optional()
      .describe('Largest change from the value in force, per minute.'),
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
  })
  .transform((written) => camel(written))

const envelope = z
  .strictObject({
    'initial-state': id.describe('Mode in which the function starts.'),
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
        path: text.describe('Program that the gate runs, relative to the device file.'),
        sha256: sha256.optional().describe('Its SHA-256; left out, packaging computes it.'),
        'heartbeat-ms': z
          .int()
          .min(10)
          .max(60_000)
          .describe('Longest silence before the gate takes it for dead, in milliseconds.'),
      })
      .optional()
      .describe("The program, where the guard's gate runs it."),
    patients: z.int().min(1).max(10_000).default(1).describe('Patients that one device serves at once.'),
  })
  .transform((written) => camel(written))
