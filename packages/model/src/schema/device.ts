/** The device, its computers and the stages of its life as they are written in the file. */
import { z } from 'zod'
import type { Device, Host, LifeStage } from '../types.ts'
import { camel, count, date, days, id, ids, safetyClass, text, udi } from './common.ts'

export const device: z.ZodType<Device> = z
  .strictObject({
    id: id.describe('Id of the model; certificates name it before the serial number.'),
    name: text.describe('Name on the label.'),
    manufacturer: text.describe('Legal manufacturer.'),
    'udi-di': udi.describe('UDI device identifier, the fixed part of the UDI.'),
    version: text.describe(
      'Version of the software as released. Quote it: 1.10 is a number, "1.10" is a version.',
    ),
    'intended-use': text.describe('Intended use, as in the instructions for use.'),
    class: safetyClass.describe('Software safety class of the whole (IEC 62304:2006+A1:2015, 4.3).'),
    'fleet-size': count.default(1).describe('Devices of this model in the field; registers multiply by it.'),
    'support-until': date
      .optional()
      .describe('Day until which this version gets security updates, ISO 8601.'),
    'disclosure-contact': text.optional().describe('Where a finder reports a vulnerability (ISO/IEC 29147).'),
    'urgent-patch-days': days
      .optional()
      .describe('Longest time from knowing of an uncontrolled vulnerability to a fix in the field.'),
    'regular-patch-days': days.optional().describe('Cycle of regular security updates.'),
  })
  .describe('What the device is.')
  .transform((written) => camel(written))

export const host: z.ZodType<Host> = z
  .strictObject({
    id: id.describe('Id that `host` of components refers to.'),
    name: text.describe('Name for people.'),
    'case-by': ids.describe('Controls that must all fail before it can be opened and go on running.'),
    'memory-by': ids.describe(
      'Controls that must all fail before whoever has it open reads its working memory.',
    ),
    'boot-by': ids.describe('Controls that must all fail before software changed on its medium is started.'),
    power: z.enum(['mains', 'battery', 'implant']).describe('`mains` means without power once it is stolen.'),
    'key-storage': z
      .enum(['tpm', 'secure-element', 'flash', 'none'])
      .describe('Where keys are kept that must not leave it.'),
    readout: z
      .enum(['blocked', 'open'])
      .optional()
      .describe('Whether firmware can be read out of its chips.'),
    'operating-system': id.optional().describe('SOUP item that is its operating system.'),
    clock: z
      .enum(['none', 'battery-backed', 'unauthenticated-network', 'authenticated-network', 'user'])
      .optional()
      .describe('What its clock is set from.'),
    'hardened-by': ids.describe('Controls against glitching, side channels and probing of the board.'),
  })
  .transform((written) => camel(written))

export const lifeStage: z.ZodType<LifeStage> = z
  .strictObject({
    id: id.describe('Id of the stage.'),
    stage: z
      .enum(['development', 'manufacturing', 'delivery', 'service', 'decommissioning'])
      .describe('When in the life of a device.'),
    components: ids.describe('Components whose software can be changed then.'),
    keys: ids.describe('Keys that are at hand in clear then.'),
    data: ids.describe('PHI that is still in it then.'),
    'protected-by': ids.describe(
      'Controls that must all fail before that is misused. Empty: it just can be.',
    ),
    purpose: text.describe('What is done then, and by whom.'),
  })
  .transform((written) => camel(written))
