import type { Rule } from '../../rule.ts'
import { authenticationByAddress } from './authentication-by-address.ts'
import { authenticationFailsOpen } from './authentication-fails-open.ts'
import { authorizationOnlyAtSignIn } from './authorization-only-at-sign-in.ts'
import { badgeOrBiometricAlone } from './badge-or-biometric-alone.ts'
import { clientSideAuthentication } from './client-side-authentication.ts'
import { clientSideAuthorization } from './client-side-authorization.ts'
import { credentialInLog } from './credential-in-log.ts'
import { credentialOfTwoRoles } from './credential-of-two-roles.ts'
import { credentialReadableAtRest } from './credential-readable-at-rest.ts'
import { crossSiteRequest } from './cross-site-request.ts'
import { debugFunctionReachable } from './debug-function-reachable.ts'
import { defaultCredential } from './default-credential.ts'
import { directRequest } from './direct-request.ts'
import { emergencyAccessUnlogged } from './emergency-access-unlogged.ts'
import { filesOpenToTheNetwork } from './files-open-to-the-network.ts'
import { framingAllowed } from './framing-allowed.ts'
import { hardCodedKey } from './hard-coded-key.ts'
import { hardCodedPassword } from './hard-coded-password.ts'
import { identityNotProven } from './identity-not-proven.ts'
import { keyForBrokenCipher } from './key-for-broken-cipher.ts'
import { keyForTwoPurposes } from './key-for-two-purposes.ts'
import { keyFromSerialNumber } from './key-from-serial-number.ts'
import { keyInPlain } from './key-in-plain.ts'
import { keyNotDescribed } from './key-not-described.ts'
import { keyNotRevocable } from './key-not-revocable.ts'
import { keyPastItsTime } from './key-past-its-time.ts'
import { keyReleasedToAnyDevice } from './key-released-to-any-device.ts'
import { keyUseNotAudited } from './key-use-not-audited.ts'
import { missingAuthentication } from './missing-authentication.ts'
import { missingAuthorization } from './missing-authorization.ts'
import { noEmergencyAccess } from './no-emergency-access.ts'
import { oneFactorFromAfar } from './one-factor-from-afar.ts'
import { oneRoleMakesAnUpdate } from './one-role-makes-an-update.ts'
import { openToAnybody } from './open-to-anybody.ts'
import { passwordAgesSlowly } from './password-ages-slowly.ts'
import { passwordAloneFromAfar } from './password-alone-from-afar.ts'
import { passwordChangeUnverified } from './password-change-unverified.ts'
import { passwordEncoded } from './password-encoded.ts'
import { passwordFastHash } from './password-fast-hash.ts'
import { passwordInClearOnTheWire } from './password-in-clear-on-the-wire.ts'
import { passwordInFile } from './password-in-file.ts'
import { passwordInPlain } from './password-in-plain.ts'
import { passwordNeverExpires } from './password-never-expires.ts'
import { passwordRecoverable } from './password-recoverable.ts'
import { passwordUnsaltedHash } from './password-unsalted-hash.ts'
import { passwordWeakHash } from './password-weak-hash.ts'
import { predictableSessionIds } from './predictable-session-ids.ts'
import { presenceNotEnforced } from './presence-not-enforced.ts'
import { privateKeyInTwoPlaces } from './private-key-in-two-places.ts'
import { privilegedFilesWritable } from './privileged-files-writable.ts'
import { recordsByNumber } from './records-by-number.ts'
import { roleNeverSignedOut } from './role-never-signed-out.ts'
import { roleNotDescribed } from './role-not-described.ts'
import { roleWithoutCommand } from './role-without-command.ts'
import { serviceFunctionForAnyone } from './service-function-for-anyone.ts'
import { serviceRightsForEverydayRole } from './service-rights-for-everyday-role.ts'
import { sessionCookieUnprotected } from './session-cookie-unprotected.ts'
import { sessionFixation } from './session-fixation.ts'
import { sessionIdInUrl } from './session-id-in-url.ts'
import { sessionWithoutEnd } from './session-without-end.ts'
import { sharedAccount } from './shared-account.ts'
import { sharedKeyAcrossDevices } from './shared-key-across-devices.ts'
import { shellAsAdministrator } from './shell-as-administrator.ts'
import { shortKey } from './short-key.ts'
import { shortPin } from './short-pin.ts'
import { signOutDoesNotEnd } from './sign-out-does-not-end.ts'
import { signingKeyOutsideHardware } from './signing-key-outside-hardware.ts'
import { tellsStrangersConfiguration } from './tells-strangers-configuration.ts'
import { tellsStrangersPatientData } from './tells-strangers-patient-data.ts'
import { unauthenticatedPath } from './unauthenticated-path.ts'
import { unlimitedTries } from './unlimited-tries.ts'
import { unlockByPassphrase } from './unlock-by-passphrase.ts'
import { unprotectedSecondChannel } from './unprotected-second-channel.ts'
import { weakPasswordRecovery } from './weak-password-recovery.ts'
import { weakPasswordRules } from './weak-password-rules.ts'
import { weakRandomKey } from './weak-random-key.ts'

export const identityRules: readonly Rule[] = [
  authenticationByAddress,
  authenticationFailsOpen,
  authorizationOnlyAtSignIn,
  badgeOrBiometricAlone,
  clientSideAuthentication,
  clientSideAuthorization,
  credentialInLog,
  credentialOfTwoRoles,
  credentialReadableAtRest,
  crossSiteRequest,
  debugFunctionReachable,
  defaultCredential,
  directRequest,
  emergencyAccessUnlogged,
  filesOpenToTheNetwork,
  framingAllowed,
  hardCodedKey,
  hardCodedPassword,
  identityNotProven,
  keyForBrokenCipher,
  keyForTwoPurposes,
  keyFromSerialNumber,
  keyInPlain,
  keyNotDescribed,
  keyNotRevocable,
  keyPastItsTime,
  keyReleasedToAnyDevice,
  keyUseNotAudited,
  missingAuthentication,
  missingAuthorization,
  noEmergencyAccess,
  oneFactorFromAfar,
  oneRoleMakesAnUpdate,
  openToAnybody,
  passwordAgesSlowly,
  passwordAloneFromAfar,
  passwordChangeUnverified,
  passwordEncoded,
  passwordFastHash,
  passwordInClearOnTheWire,
  passwordInFile,
  passwordInPlain,
  passwordNeverExpires,
  passwordRecoverable,
  passwordUnsaltedHash,
  passwordWeakHash,
  predictableSessionIds,
  presenceNotEnforced,
  privateKeyInTwoPlaces,
  privilegedFilesWritable,
  recordsByNumber,
  roleNeverSignedOut,
  roleNotDescribed,
  roleWithoutCommand,
  serviceFunctionForAnyone,
  serviceRightsForEverydayRole,
  sessionCookieUnprotected,
  sessionFixation,
  sessionIdInUrl,
  sessionWithoutEnd,
  sharedAccount,
  sharedKeyAcrossDevices,
  shellAsAdministrator,
  shortKey,
  shortPin,
  signOutDoesNotEnd,
  signingKeyOutsideHardware,
  tellsStrangersConfiguration,
  tellsStrangersPatientData,
  unauthenticatedPath,
  unlimitedTries,
  unlockByPassphrase,
  unprotectedSecondChannel,
  weakPasswordRecovery,
  weakPasswordRules,
  weakRandomKey,
]
