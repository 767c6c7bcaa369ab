import type { Rule } from '../../rule.ts'
import { credentialInLog } from './credential-in-log.ts'
import { credentialReadableAtRest } from './credential-readable-at-rest.ts'
import { defaultCredential } from './default-credential.ts'
import { hardCodedKey } from './hard-coded-key.ts'
import { hardCodedPassword } from './hard-coded-password.ts'
import { keyForBrokenCipher } from './key-for-broken-cipher.ts'
import { keyForTwoPurposes } from './key-for-two-purposes.ts'
import { keyFromSerialNumber } from './key-from-serial-number.ts'
import { keyInPlain } from './key-in-plain.ts'
import { keyNotDescribed } from './key-not-described.ts'
import { keyNotRevocable } from './key-not-revocable.ts'
import { keyPastItsTime } from './key-past-its-time.ts'
import { keyUseNotAudited } from './key-use-not-audited.ts'
import { passwordAgesSlowly } from './password-ages-slowly.ts'
import { passwordChangeUnverified } from './password-change-unverified.ts'
import { passwordEncoded } from './password-encoded.ts'
import { passwordFastHash } from './password-fast-hash.ts'
import { passwordInFile } from './password-in-file.ts'
import { passwordInPlain } from './password-in-plain.ts'
import { passwordNeverExpires } from './password-never-expires.ts'
import { passwordRecoverable } from './password-recoverable.ts'
import { passwordUnsaltedHash } from './password-unsalted-hash.ts'
import { passwordWeakHash } from './password-weak-hash.ts'
import { privateKeyInTwoPlaces } from './private-key-in-two-places.ts'
import { sharedAccount } from './shared-account.ts'
import { sharedKeyAcrossDevices } from './shared-key-across-devices.ts'
import { shortKey } from './short-key.ts'
import { shortPin } from './short-pin.ts'
import { signingKeyOutsideHardware } from './signing-key-outside-hardware.ts'
import { unlimitedTries } from './unlimited-tries.ts'
import { weakPasswordRecovery } from './weak-password-recovery.ts'
import { weakPasswordRules } from './weak-password-rules.ts'
import { weakRandomKey } from './weak-random-key.ts'

export const identityRules: readonly Rule[] = [
  credentialInLog,
  credentialReadableAtRest,
  defaultCredential,
  hardCodedKey,
  hardCodedPassword,
  keyForBrokenCipher,
  keyForTwoPurposes,
  keyFromSerialNumber,
  keyInPlain,
  keyNotDescribed,
  keyNotRevocable,
  keyPastItsTime,
  keyUseNotAudited,
  passwordAgesSlowly,
  passwordChangeUnverified,
  passwordEncoded,
  passwordFastHash,
  passwordInFile,
  passwordInPlain,
  passwordNeverExpires,
  passwordRecoverable,
  passwordUnsaltedHash,
  passwordWeakHash,
  privateKeyInTwoPlaces,
  sharedAccount,
  sharedKeyAcrossDevices,
  shortKey,
  shortPin,
  signingKeyOutsideHardware,
  unlimitedTries,
  weakPasswordRecovery,
  weakPasswordRules,
  weakRandomKey,
]
