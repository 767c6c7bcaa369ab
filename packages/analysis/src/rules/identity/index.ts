import type { Rule } from '../../rule.ts'
import { credentialReadableAtRest } from './credential-readable-at-rest.ts'
import { defaultCredential } from './default-credential.ts'
import { hardCodedKey } from './hard-coded-key.ts'
import { hardCodedPassword } from './hard-coded-password.ts'
import { keyInPlain } from './key-in-plain.ts'
import { passwordEncoded } from './password-encoded.ts'
import { passwordFastHash } from './password-fast-hash.ts'
import { passwordInFile } from './password-in-file.ts'
import { passwordInPlain } from './password-in-plain.ts'
import { passwordRecoverable } from './password-recoverable.ts'
import { passwordUnsaltedHash } from './password-unsalted-hash.ts'
import { passwordWeakHash } from './password-weak-hash.ts'
import { sharedAccount } from './shared-account.ts'
import { sharedKeyAcrossDevices } from './shared-key-across-devices.ts'

export const identityRules: readonly Rule[] = [
  credentialReadableAtRest,
  defaultCredential,
  hardCodedKey,
  hardCodedPassword,
  keyInPlain,
  passwordEncoded,
  passwordFastHash,
  passwordInFile,
  passwordInPlain,
  passwordRecoverable,
  passwordUnsaltedHash,
  passwordWeakHash,
  sharedAccount,
  sharedKeyAcrossDevices,
]
