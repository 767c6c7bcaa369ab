/** Controls as they are written in the file. */
import { z } from 'zod'
import type { Control, Cryptography } from '../types.ts'
import { camel, date, flag, id, ids, text, topics } from './common.ts'

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

const cryptography: z.ZodType<Cryptography> = z
  .strictObject({
    algorithm: text.describe('As in the field: aes-256-gcm, tls, wpa2-psk, des, md5, crc-32.'),
    'key-bits': z.int().min(1).max(65_536).optional().describe('Key length in bits.'),
    nonces: z.enum(['random', 'counter', 'fixed', 'none']).optional().describe('How nonces come about.'),
    'minimum-version': text.optional().describe('Lowest protocol version that it agrees to. Quote it.'),
    certificates: z
      .enum(['full', 'no-name', 'no-chain', 'no-expiry', 'no-revocation', 'none'])
      .optional()
      .describe("How much of a peer's certificate is checked."),
    authenticated: flag.optional().describe('Whether a change of the ciphertext is noticed.'),
    proprietary: flag
      .optional()
      .describe('True for a design of your own that no expert outside has analysed.'),
  })
  .describe('What a control that uses cryptography is made of.')
  .transform((written) => camel(written))

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
    stops: topics.describe('Topics of input that it stops, for validation and hardening.'),
    cryptography: cryptography.optional(),
    factor: z
      .enum([
        'address',
        'badge',
        'biometric',
        'certificate',
        'hardware-token',
        'pairing',
        'password',
        'physical-presence',
        'pin',
        'shared-secret',
        'signature',
      ])
      .optional()
      .describe('What an authentication rests on.'),
    at: id.optional().describe('Component that carries it out.'),
    fails: z.enum(['closed', 'open']).optional().describe('What it does where it cannot decide.'),
    'side-effects': z
      .array(
        z.enum([
          'alarm-fatigue',
          'delay',
          'lock-out',
          'log-filling',
          'loss-of-data',
          'power-use',
          'update-interruption',
        ]),
      )
      .default([])
      .describe('Risks that come from the control itself.'),
    'side-effects-treated-by': ids.describe('Controls that keep the side effects down.'),
    reviewed: date.optional().describe('Day of the last review by a person, ISO 8601.'),
  })
  .transform((written) => camel(written))
