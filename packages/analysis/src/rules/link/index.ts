import type { Rule } from '../../rule.ts'
import { brokenCipher } from './broken-cipher.ts'
import { certificateChainNotFollowed } from './certificate-chain-not-followed.ts'
import { certificateExpiryIgnored } from './certificate-expiry-ignored.ts'
import { certificateNameNotChecked } from './certificate-name-not-checked.ts'
import { certificateNotChecked } from './certificate-not-checked.ts'
import { certificateRevocationIgnored } from './certificate-revocation-ignored.ts'
import { checksumAsAuthenticity } from './checksum-as-authenticity.ts'
import { cleartextPhiInTransit } from './cleartext-phi-in-transit.ts'
import { commandsCanBeReplayed } from './commands-can-be-replayed.ts'
import { commandsUnprotectedOnTheWay } from './commands-unprotected-on-the-way.ts'
import { cryptographyNotDescribed } from './cryptography-not-described.ts'
import { encryptionWithoutIntegrity } from './encryption-without-integrity.ts'
import { incompletePathStatement } from './incomplete-path-statement.ts'
import { negotiatedDown } from './negotiated-down.ts'
import { nonceReused } from './nonce-reused.ts'
import { oneEndAuthenticates } from './one-end-authenticates.ts'
import { ownCryptography } from './own-cryptography.ts'
import { reachWiderThanMeant } from './reach-wider-than-meant.ts'
import { sensitiveDataInClear } from './sensitive-data-in-clear.ts'
import { shortEncryptionKey } from './short-encryption-key.ts'
import { weakHash } from './weak-hash.ts'

export const linkRules: readonly Rule[] = [
  brokenCipher,
  certificateChainNotFollowed,
  certificateExpiryIgnored,
  certificateNameNotChecked,
  certificateNotChecked,
  certificateRevocationIgnored,
  checksumAsAuthenticity,
  cleartextPhiInTransit,
  commandsCanBeReplayed,
  commandsUnprotectedOnTheWay,
  cryptographyNotDescribed,
  encryptionWithoutIntegrity,
  incompletePathStatement,
  negotiatedDown,
  nonceReused,
  oneEndAuthenticates,
  ownCryptography,
  reachWiderThanMeant,
  sensitiveDataInClear,
  shortEncryptionKey,
  weakHash,
]
