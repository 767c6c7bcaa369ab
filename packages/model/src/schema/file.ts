/** The whole file as it is written: kebab-case keys, durations as text. The published JSON Schema is made from this. */
import { z } from 'zod'
import type { AcceptedRisk, DeviceFile, Policy } from '../types.ts'
import { camel, date, id, text } from './common.ts'
import { component } from './component.ts'
import { control } from './control.ts'
import { backup, data } from './data.ts'
import { device, host, lifeStage } from './device.ts'
import { criticalFunction } from './function.ts'
import { communication } from './interface.ts'
import { key, role } from './key.ts'
import { capability, logging, update, useCase } from './operation.ts'
import { soup } from './soup.ts'
import { vault } from './vault.ts'

const depth = z.int().min(1).max(4).default(2)

const policy: z.ZodType<Policy> = z
  .strictObject({
    phi: z
      .strictObject({
        disclosed: depth.describe('Least depth against disclosure.'),
        altered: depth.describe('Least depth against alteration.'),
        lost: depth.describe('Least depth against loss.'),
      })
      .prefault({})
      .describe('Demanded defence depth for patient data, 1 to 4; 4 reads as ">3".'),
    function: z
      .strictObject({
        commanded: depth.describe('Least depth against commands by strangers.'),
        overdriven: depth.describe('Least depth against leaving the envelope.'),
        altered: depth.describe('Least depth against a changed program.'),
        denied: depth.describe('Least depth against denial.'),
        masked: depth.describe('Least depth against an alarm that nobody sees.'),
      })
      .prefault({})
      .describe('Demanded defence depth for critical functions, 1 to 4; 4 reads as ">3".'),
    'evidence-days': z
      .int()
      .min(1)
      .max(3_650)
      .default(90)
      .describe('Days after which evidence no longer proves anything.'),
    'advisory-days': z
      .int()
      .min(1)
      .max(3_650)
      .default(7)
      .describe('Oldest advisory data, in days, that a scan may rest on.'),
  })
  .prefault({})
  .describe('What is demanded. Everything left out demands a depth of 2.')
  .transform((written) => camel(written))

const accepted: z.ZodType<AcceptedRisk> = z.strictObject({
  id: id.describe('Id of the decision.'),
  finding: text.describe('Finding id, or `<asset>/<goal>` for a depth.'),
  owner: text.describe('Who answers for it.'),
  reason: text.describe('Why it is acceptable.'),
  expires: date.describe('Day after which the decision counts no longer, ISO 8601.'),
})

/** A device file without the positions of its elements. */
export type CheckedFile = Omit<DeviceFile, 'positions'>

/** Sections that are lists, by their keys in the file: an included file adds to them. */
export const listSections: readonly string[] = [
  'hosts',
  'components',
  'data',
  'backups',
  'functions',
  'interfaces',
  'keys',
  'roles',
  'controls',
  'updates',
  'diagnostics',
  'monitoring',
  'stages',
  'use-cases',
  'accepted',
]

export const writtenFile: z.ZodType<CheckedFile> = z
  .strictObject({
    pericard: z.literal(1).describe('Format version.'),
    include: z
      .array(text)
      .default([])
      .describe('Further files, relative to this one, whose sections are added.'),
    device,
    hosts: z.array(host).default([]).describe('Computers that components run on.'),
    components: z.array(component).min(1).describe('Software items and the systems that the device trusts.'),
    data: z.array(data).default([]).describe('What it holds and why.'),
    backups: z.array(backup).default([]).describe('Copies of data kept elsewhere.'),
    functions: z
      .array(criticalFunction)
      .default([])
      .describe('Critical functions with commands and envelopes.'),
    interfaces: z
      .array(communication)
      .default([])
      .describe('Every communication path, dormant and service ones included.'),
    keys: z.array(key).default([]).describe('Keys and credentials.'),
    roles: z.array(role).default([]).describe('People and parties that sign in.'),
    controls: z.array(control).default([]).describe('What stops an attacker, and what makes it hold.'),
    soup,
    updates: z.array(update).default([]).describe('Ways in which software is replaced.'),
    diagnostics: z
      .array(capability)
      .default([])
      .describe('Diagnosis capabilities, each with benefit and risk.'),
    monitoring: z
      .array(capability)
      .default([])
      .describe('Monitoring capabilities, each with benefit and risk.'),
    logging: logging.optional(),
    stages: z.array(lifeStage).default([]).describe('Times when others have the device in their hands.'),
    'use-cases': z.array(useCase).default([]).describe('What is done with it in each of its states.'),
    vault,
    policy,
    accepted: z.array(accepted).default([]).describe('Risk decisions with owner, reason and expiry.'),
  })
  .describe('A Pericard device file.')
  .transform((written) => camel({ ...written, include: undefined }))
