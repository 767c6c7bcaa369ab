/** The vault section as it is written in the file. */
import { z } from 'zod'
import type { VaultSettings } from '../types.ts'
import { camel, duration, id, ids } from './common.ts'

/** Shares of one key; the analysis looks at each set of them that suffices. */
const sharesMax = 8
/** Officers of one device. */
const officersMax = 16

export const vault: z.ZodType<VaultSettings> = z
  .strictObject({
    unlock: ids.describe('Keys whose shares make the key of the vault.'),
    threshold: z
      .int()
      .min(1)
      .max(sharesMax)
      .optional()
      .describe(
        'How many of them suffice; absent where all are needed. At most 8, and no more than "unlock" names.',
      ),
    'sealed-by': id.optional().describe('Control that seals; its failing means plaintext on the medium.'),
    pcrs: z
      .array(z.int().min(0).max(23))
      .max(24)
      .optional()
      .describe('PCRs of the TPM (SHA-256) that its share is sealed to and that the fleet wants quoted.'),
    offline: z
      .strictObject({
        time: duration.describe("Longest time by the TPM's clock since the fleet was last asked."),
        boots: z.int().min(1).max(1_000).describe('Most starts of the device since then.'),
      })
      .optional()
      .describe('How long the vault opens without the fleet; absent where it never does.'),
    'erase-root': z
      .enum(['tpm', 'fleet', 'medium'])
      .optional()
      .describe('Where the secrets lie whose end makes deleted keys unreadable for good.'),
    officers: z
      .array(
        z
          .strictObject({
            name: id.describe('Short name of the person, as it stands in the log.'),
            role: id.describe('Role in which the person approves.'),
            'signing-key': z
              .string()
              .regex(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/)
              .describe(
                'Ed25519 public key, 32 bytes in base64url; the private one is with the person alone.',
              ),
            'escrow-key': z
              .string()
              .regex(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/)
              .optional()
              .describe("X25519 public key, base64url, that the person's piece of the escrow is sealed to."),
          })
          .transform((written) => camel(written)),
      )
      .max(officersMax)
      .optional()
      .describe('Persons who may approve orders about the keys.'),
    approvals: z
      .int()
      .min(1)
      .max(officersMax)
      .optional()
      .describe(
        'How many different officers have to sign an order, such as a rotation; absent where none has to.',
      ),
    escrow: z
      .int()
      .min(2)
      .max(officersMax)
      .optional()
      .describe(
        "How many officers' pieces open the records of a device whose shares are lost; wants approvals. Absent where nobody can.",
      ),
  })
  .prefault({})
  .describe('How the key of the vault comes about, and where the keys under it are rooted.')
  .transform((written) => camel(written))
