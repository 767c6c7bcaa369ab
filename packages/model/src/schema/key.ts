/** Keys, passwords and roles as they are written in the file. */
import { z } from 'zod'
import type { Key, PasswordRules, Role } from '../types.ts'
import { camel, days, duration, flag, id, ids, text } from './common.ts'

const passwordRules: z.ZodType<PasswordRules> = z
  .strictObject({
    'length-min': z.int().min(0).max(1_000).optional().describe('Least length in characters.'),
    'max-age-days': days.optional().describe('Days after which it has to be changed.'),
    'change-asks-old': flag.optional().describe('Whether changing it asks for the old one.'),
    recovery: z
      .enum(['none', 'administrator', 'second-channel', 'security-question', 'fixed-code'])
      .optional()
      .describe('What is asked of somebody who forgot it.'),
    'bad-refused': flag.optional().describe('Whether known bad passwords are refused.'),
  })
  .describe('Rules of a password or PIN.')
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
    'kept-as': z
      .enum(['plain', 'reversible', 'fast-hash', 'salted-hash', 'slow-hash', 'wrapped', 'hardware'])
      .optional()
      .describe('How the side that uses or checks it keeps it.'),
    algorithm: text.optional().describe('Cipher or hash that it is for, such as aes-256-gcm.'),
    bits: z.int().min(1).max(65_536).optional().describe('Length in bits.'),
    made: z
      .enum(['on-device', 'at-fleet', 'by-maker', 'by-person', 'from-serial-number'])
      .optional()
      .describe('Where it comes from.'),
    randomness: z.enum(['csprng', 'weak']).optional().describe('What it is made from.'),
    changeable: flag.optional().describe('Whether whoever runs the device can change it.'),
    revocable: flag.optional().describe('Whether it can be withdrawn before it expires.'),
    audited: flag.optional().describe('Whether every use is logged.'),
    'released-by': ids.describe(
      'Controls that must all fail before the fleet hands it to a device that is not where it belongs.',
    ),
    password: passwordRules.optional(),
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
    factors: z.int().min(0).max(5).optional().describe('How many independent proofs signing in asks for.'),
    'sign-out-after': duration.optional().describe('Idle time after which it is signed out.'),
    emergency: flag.optional().describe('Whether it may do in an emergency what others may not.'),
    'not-with': ids.describe('Roles that nobody may hold together with it.'),
  })
  .transform((written) => camel(written))
