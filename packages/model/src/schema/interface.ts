/** Interfaces as they are written in the file. */
import { z } from 'zod'
import type { Interface, Reach, SessionRules } from '../types.ts'
import { camel, count, duration, flag, id, ids, text, topics } from './common.ts'

const reach: z.ZodType<Reach> = z.enum([
  'internal',
  'physical-open',
  'physical-port',
  'wireless',
  'ward-network',
  'hospital-network',
  'internet',
])

const sessionRules: z.ZodType<SessionRules> = z
  .strictObject({
    idle: duration.optional().describe('Ends after so long without use.'),
    longest: duration.optional().describe('Ends in any case after so long.'),
    ids: z.enum(['random', 'predictable']).optional().describe('What the id of a session is made from.'),
    'id-in': z
      .enum(['cookie', 'header', 'url', 'connection'])
      .optional()
      .describe('Where the id of a session travels.'),
    'renewed-at-sign-in': flag.optional().describe('Whether signing in makes a new session.'),
    'request-origin': z
      .enum(['checked', 'not-checked'])
      .optional()
      .describe('What tells a request of the user from one that another page made.'),
    'cookie-flags': z
      .enum(['secure-httponly', 'none'])
      .optional()
      .describe('Whether the id is kept from scripts and unencrypted requests.'),
    framing: z.enum(['refused', 'allowed']).optional().describe('Whether other pages may frame it.'),
    'sign-out': z
      .enum(['ends-at-server', 'client-only', 'none'])
      .optional()
      .describe('What signing out does.'),
  })
  .describe('Rules of a signed-in session.')
  .transform((written) => camel(written))

export const communication: z.ZodType<Interface> = z
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
    reach: reach.describe('From where it can be touched; `internal` means only from another component.'),
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
    handles: topics.describe('What the receiver does with what arrives.'),
    'meant-for': reach.optional().describe('The farthest place that it is meant to be touched from.'),
    authenticates: z
      .enum(['both-ends', 'sender', 'receiver', 'neither'])
      .optional()
      .describe('Who proves who they are.'),
    authorizes: z
      .enum(['each-request', 'sign-in', 'client-side', 'nowhere'])
      .optional()
      .describe('Where it is decided what a caller may do.'),
    'attempts-max': z
      .int()
      .min(1)
      .max(1_000_000)
      .optional()
      .describe('Wrong tries before it locks; absent where they are not counted.'),
    'lock-for': z
      .union([duration, z.literal('until-reset')])
      .optional()
      .describe('How long a lock lasts, or until-reset.'),
    'replay-by': ids.describe('Controls that refuse a message that was sent before.'),
    'tells-strangers': z
      .enum(['nothing', 'identity', 'configuration', 'patient-data'])
      .optional()
      .describe('What it tells whoever has not signed in.'),
    'error-detail': z.enum(['code', 'internals']).optional().describe('What an error message says.'),
    fails: z
      .enum(['closed', 'open', 'undefined'])
      .optional()
      .describe('What it does where a check cannot be made.'),
    'message-bytes-max': count
      .optional()
      .describe('Largest message in bytes; absent where nothing bounds it.'),
    'session-rules': sessionRules.optional(),
    'dormant-reason': text.optional().describe('Why a dormant interface is there at all.'),
  })
  .transform((written) => camel(written))
