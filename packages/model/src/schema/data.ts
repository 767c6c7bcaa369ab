/** Data and its backups as they are written in the file. */
import { z } from 'zod'
import type { Backup, DataItem } from '../types.ts'
import { camel, count, date, id, ids, keep, text } from './common.ts'

export const data: z.ZodType<DataItem> = z
  .strictObject({
    id: id.describe('Id that interfaces refer to.'),
    kind: z
      .enum(['phi', 'credential', 'key', 'log', 'configuration', 'software', 'telemetry'])
      .describe('What sort of data it is; goals and rules follow from it.'),
    why: text.optional().describe('Why it is held at all. Its absence on patient data is a finding.'),
    keep: keep.optional().describe('Retention: 72h, 30d, forever. Its absence on patient data is a finding.'),
    at: z.array(id).min(1).describe('Components that store or process it in the clear.'),
    records: count
      .optional()
      .describe('Data subjects held at once on one device; a breach register needs the number.'),
    elements: z.array(text).default([]).describe('Elements held: name, mrn, dose, ecg.'),
    fhir: z.array(text).default([]).describe('FHIR resource types it is carried as.'),
    contains: ids.describe('Data items whose content is also in this one.'),
    'needed-by': ids.describe('Roles that need it for their task.'),
    'integrity-by': ids.describe('Controls that notice when it was changed at rest.'),
    'erased-by': ids.describe("Components that may have one subject's records deleted."),
    identifies: z.enum(['person', 'pseudonym', 'nobody']).optional().describe('How it is known whose it is.'),
  })
  .transform((written) => camel(written))

export const backup: z.ZodType<Backup> = z
  .strictObject({
    id: id.describe('Id of the backup.'),
    of: z.array(id).min(1).describe('Data items that it holds.'),
    at: id.describe('Component that keeps it.'),
    encryption: z
      .union([z.enum(['vault', 'none']), z.array(id).min(1)])
      .describe('As for storage: what must all fail before it is readable.'),
    keep: keep.optional().describe('Retention: 72h, 30d, forever.'),
    restored: date.optional().describe('Day on which it was last restored for a test, ISO 8601.'),
  })
  .transform((written) => camel(written))
