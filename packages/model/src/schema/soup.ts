/** SOUP as it is written in the file. */
import { z } from 'zod'
import type { DeviceFile, SoupItem } from '../types.ts'
import { camel, date, id, purl, text } from './common.ts'

const soupItem: z.ZodType<SoupItem> = z
  .strictObject({
    id: id.describe('Id that components, interfaces and controls refer to.'),
    purl: purl.optional().describe('Package URL; links the item to the SBOM and to advisories.'),
    title: text.describe('Title of the item (IEC 62304, 8.1.2).'),
    manufacturer: text.describe('Who makes it (IEC 62304, 8.1.2).'),
    version: text.describe('Unique designation (IEC 62304, 8.1.2). Quote it.'),
    purpose: text.describe('What the device uses it for.'),
    support: z
      .enum(['maintained', 'no-longer-maintained', 'abandoned'])
      .optional()
      .describe('State of support by its maker.'),
    'end-of-support': date.optional().describe('Day on which support ends, ISO 8601.'),
    kind: z
      .enum(['operating-system', 'runtime', 'library', 'application', 'firmware'])
      .optional()
      .describe('What sort of software it is.'),
    source: z
      .enum(['maker', 'distribution', 'package-registry', 'unknown'])
      .optional()
      .describe('Where it is had from.'),
    verified: z
      .enum(['signature', 'hash', 'none'])
      .optional()
      .describe('How what was had is known to be what was meant.'),
    'anomalies-reviewed': date
      .optional()
      .describe('Day on which its published anomalies were last evaluated (IEC 62304, 7.1.3), ISO 8601.'),
    'unused-features': z
      .enum(['removed', 'present'])
      .optional()
      .describe('Whether what is not used of it is left out.'),
  })
  .transform((written) => camel(written))

export const soup: z.ZodType<DeviceFile['soup']> = z
  .strictObject({
    sboms: z.array(text).default([]).describe('Paths of CycloneDX files, relative to the device file.'),
    items: z
      .array(soupItem)
      .default([])
      .describe('SOUP items that matter to the analysis; the SBOM lists all.'),
  })
  .prefault({})
  .describe('Software of unknown provenance (IEC 62304, 8.1.2).')
