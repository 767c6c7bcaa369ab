/** The whole file as it is written: kebab-case keys, durations as text. The published JSON Schema is made from this. */
import { z } from 'zod'
import type { AcceptedRisk, Capability, DeviceFile, Interface, Policy, Update } from '../types.ts'
import { camel, date, flag, id, ids, text } from './common.ts'
import { criticalFunction } from './function.ts'
import { component, control, data, device, key, role, soup } from './parts.ts'

const communication: z.ZodType<Interface> = z
  .strictObject({
    id: id.describe('Id of the interface.'),
    from: id.describe('Component that opens it.'),
    to: id.describe('Component that answers.'),
    protocol: text.describe('Protocol, such as fhir-r4 or hl7v2.'),
    version: text.optional().describe('Version of the protocol. Quote it.'),
    port: text.optional().describe('Port or connector, such as "443/tcp" or "USB-A". Quote it.'),
    direction: z
      .enum(['one-way', 'both'])
      .default('both')
      .describe('`one-way` only where nothing at all can come back.'),
    carries: ids.describe('Data items that travel here.'),
    commands: ids.describe('Functions whose commands travel here.'),
    reach: z
      .enum([
        'internal',
        'physical-open',
        'physical-port',
        'wireless',
        'ward-network',
        'hospital-network',
        'internet',
      ])
      .describe('From where it can be touched; `internal` means only from another component.'),
    active: flag.default(true).describe('False for a dormant interface: it is declared too.'),
    authentication: ids.describe(
      'Controls that must all fail before a stranger talks over it. Empty: anybody may.',
    ),
    'verified-at': id.optional().describe('Component that verifies the authentication.'),
    credentials: ids.describe('Keys that open it to whoever holds them.'),
    'credential-life': text.optional().describe('How long a credential is valid and how it is revoked.'),
    roles: ids.describe('Roles whose holders may use it.'),
    protection: ids.describe(
      'Controls for confidentiality and integrity on the way. Empty: readable and alterable.',
    ),
    validation: ids.describe('Controls that must all fail before malformed input takes over the receiver.'),
    'parsed-by': ids.describe('SOUP items that parse what arrives before authentication.'),
    'flood-by': ids.describe('Controls that bound what a peer can make it do.'),
    session: text.optional().describe('Rules of the session: length, time-out, resumption.'),
    'on-error': text.optional().describe('What happens on an error.'),
    'closed-by': ids.describe('For a dormant interface: controls that keep it shut.'),
    use: z
      .enum(['clinical', 'service', 'debug', 'update', 'monitoring'])
      .default('clinical')
      .describe('What it is for.'),
  })
  .transform((written) => camel(written))

const update: z.ZodType<Update> = z
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
  })
  .transform((written) => camel(written))

const capability: z.ZodType<Capability> = z
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
  })
  .transform((written) => camel(written))

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

const vault: z.ZodType<DeviceFile['vault']> = z
  .strictObject({
    unlock: ids.describe('Keys that must all be had before a sealed record can be read.'),
    'sealed-by': id.optional().describe('Control that seals; its failing means plaintext on the medium.'),
  })
  .prefault({})
  .describe('How the key of the vault comes about.')
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

type ListSection = Exclude<keyof CheckedFile, 'pericard' | 'device' | 'soup' | 'policy' | 'vault'>

/** Sections that are lists: an included file adds to them. */
export const listSections: readonly ListSection[] = [
  'components',
  'data',
  'functions',
  'interfaces',
  'keys',
  'roles',
  'controls',
  'updates',
  'diagnostics',
  'monitoring',
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
    components: z.array(component).min(1).describe('Software items and the systems that the device trusts.'),
    data: z.array(data).default([]).describe('What it holds and why.'),
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
    vault,
    policy,
    accepted: z.array(accepted).default([]).describe('Risk decisions with owner, reason and expiry.'),
  })
  .describe('A Pericard device file.')
  .transform((written) => camel({ ...written, include: undefined }))
