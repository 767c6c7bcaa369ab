/** Components, data, keys, roles, controls and SOUP as they are written in the file. */
import { z } from 'zod'
import type {
  Component,
  Control,
  DataItem,
  Device,
  DeviceFile,
  Key,
  Role,
  SafetyClass,
  SoupItem,
} from '../types.ts'
import { camel, count, date, flag, id, ids, keep, text, wantedForms } from './common.ts'

const udiForm = /^[A-Za-z0-9.+\-*/$%]{6,25}$/
const purlForm = /^pkg:[a-z][a-z0-9.+-]*\/[^\s]{1,500}$/
const shaForm = /^[0-9a-f]{64}$/

export const partForms: ReadonlyMap<string, string> = new Map([
  ...wantedForms,
  [String(udiForm), 'a UDI device identifier of 6 to 25 characters'],
  [String(purlForm), 'a package URL such as pkg:deb/debian/openssl@3.0.19-1~deb12u2'],
  [String(shaForm), 'a SHA-256 in 64 lower-case hexadecimal digits'],
])

export const sha256: z.ZodString = z.string().regex(shaForm)
const safetyClass: z.ZodType<SafetyClass> = z.enum(['A', 'B', 'C'])

export const device: z.ZodType<Device> = z
  .strictObject({
    id: id.describe('Id of the model; certificates name it before the serial number.'),
    name: text.describe('Name on the label.'),
    manufacturer: text.describe('Legal manufacturer.'),
    'udi-di': z.string().regex(udiForm).describe('UDI device identifier, the fixed part of the UDI.'),
    version: text.describe(
      'Version of the software as released. Quote it: 1.10 is a number, "1.10" is a version.',
    ),
    'intended-use': text.describe('Intended use, as in the instructions for use.'),
    class: safetyClass.describe('Software safety class of the whole (IEC 62304:2006+A1:2015, 4.3).'),
    'fleet-size': count.default(1).describe('Devices of this model in the field; registers multiply by it.'),
  })
  .describe('What the device is.')
  .transform((written) => camel(written))

const storage = z
  .strictObject({
    media: z
      .enum(['internal', 'removable', 'portable'])
      .describe('Whether the medium, or the device with it, leaves the room easily.'),
    encryption: z
      .union([z.enum(['vault', 'none']), z.array(id).min(1)])
      .describe(
        '`vault`, `none`, or a list of what must all fail before the medium is readable: control ids, and `vault`.',
      ),
  })
  .describe('What it writes to a medium that survives power-off.')

export const component: z.ZodType<Component> = z
  .strictObject({
    id: id.describe('Id that interfaces, data and updates refer to.'),
    name: text.describe('Name for people.'),
    kind: z
      .enum([
        'controller',
        'application',
        'store',
        'display',
        'service',
        'gateway',
        'sensor',
        'server',
        'external',
      ])
      .describe('What sort of software item it is.'),
    class: safetyClass.optional().describe('Safety class of the software item; absent for external systems.'),
    external: flag
      .default(false)
      .describe("True for a system that is not part of the device: the EHR, the maker's server."),
    zone: id.describe('Trust zone. Crossing one is what protection of an interface is for.'),
    host: id
      .optional()
      .describe(
        'Computer it runs on; components of one host share its fate unless isolated. Default: its own id.',
      ),
    'isolated-by': ids.describe(
      'Controls that must all fail before another component of the same host reaches into it.',
    ),
    'protected-by': ids.describe('For external systems: controls that its owner keeps.'),
    storage: storage.optional(),
    soup: ids.describe('SOUP items that it is built from.'),
    guard: z
      .enum(['courier', 'keeper', 'gate', 'updater', 'local-api'])
      .optional()
      .describe('Process of the guard that runs or keeps it.'),
    user: id.optional().describe("OS user that runs it; the local API's socket belongs to it."),
    purpose: text.describe('What it is for.'),
  })
  .transform((written) => ({ ...camel(written), host: written.host ?? written.id }))

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
  })
  .transform((written) => camel(written))

export const key: z.ZodType<Key> = z
  .strictObject({
    id: id.describe('Id that the vault, interfaces and controls refer to.'),
    kind: z
      .enum(['symmetric', 'private', 'password', 'share', 'signing'])
      .describe('What sort of key or credential it is.'),
    scope: z.enum(['device', 'model', 'fleet']).describe('How many devices one copy opens.'),
    at: ids.describe('Components where it can be used or read.'),
    'stored-by': z
      .enum(['vault', 'tpm', 'fleet', 'operator', 'file', 'firmware', 'hsm'])
      .describe('What holds it.'),
    purpose: text.describe('What it is for.'),
    roles: ids.describe('Roles that may use it.'),
    'rotate-days': z
      .int()
      .min(1)
      .max(36_500)
      .optional()
      .describe('Days until it is replaced; absent where it never is.'),
    default: flag
      .default(false)
      .describe('True for a value that a device leaves the factory with and that others know.'),
  })
  .transform((written) => camel(written))

export const role: z.ZodType<Role> = z
  .strictObject({
    id: id.describe('Id that commands, interfaces and keys refer to.'),
    name: text.describe('Name for people.'),
    kind: z
      .enum(['clinician', 'patient', 'technician', 'administrator', 'maker', 'operator'])
      .describe('Who holds it.'),
    individual: flag
      .default(false)
      .describe('True where each holder signs in with something of their own, never a shared account.'),
  })
  .transform((written) => camel(written))

const enforcement = z
  .discriminatedUnion('by', [
    z.strictObject({
      by: z.literal('guard'),
      mechanism: text.describe('Part of the guard that enforces it.'),
    }),
    z.strictObject({
      by: z.literal('mechanism'),
      mechanism: text.describe('Named mechanism of the maker that enforces it.'),
    }),
    z.strictObject({ by: z.literal('procedure') }),
    z.strictObject({ by: z.literal('nobody') }),
  ])
  .describe('What makes it hold: `guard` or `mechanism` (with its name), `procedure`, or `nobody`.')

const restsOn = z
  .strictObject({
    soup: ids.describe('SOUP items whose exploitation ends the control.'),
    keys: ids.describe('Keys whose leak ends the control.'),
    roles: ids.describe('Roles whose misuse ends the control.'),
    controls: ids.describe('Controls whose failure ends this one.'),
  })
  .prefault({})
  .describe(
    'What it stands on: if one of them is gone, so is the control. Controls with a common footing share its failure.',
  )

export const control: z.ZodType<Control> = z
  .strictObject({
    id: id.describe('Id that the rest of the file refers to.'),
    title: text.describe('What it does, in one line.'),
    kind: z
      .enum([
        'authentication',
        'encryption',
        'integrity',
        'isolation',
        'validation',
        'envelope',
        'image-verification',
        'flood-limit',
        'physical',
        'closed-interface',
        'logging',
        'organisational',
      ])
      .describe('What sort of control it is.'),
    enforcement,
    'rests-on': restsOn,
    probes: ids.describe('Probes that prove it.'),
  })
  .transform((written) => camel(written))

const soupItem: z.ZodType<SoupItem> = z
  .strictObject({
    id: id.describe('Id that components, interfaces and controls refer to.'),
    purl: z
      .string()
      .regex(purlForm)
      .optional()
      .describe('Package URL; links the item to the SBOM and to advisories.'),
    title: text.describe('Title of the item (IEC 62304, 8.1.2).'),
    manufacturer: text.describe('Who makes it (IEC 62304, 8.1.2).'),
    version: text.describe('Unique designation (IEC 62304, 8.1.2). Quote it.'),
    purpose: text.describe('What the device uses it for.'),
    support: z
      .enum(['maintained', 'no-longer-maintained', 'abandoned'])
      .optional()
      .describe('State of support by its maker.'),
    'end-of-support': date.optional().describe('Day on which support ends, ISO 8601.'),
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
