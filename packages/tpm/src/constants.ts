/** Numbers of the TPM 2.0 Library specification, part 2 (structures), revision 1.59. */

/** TPM_ALG_ID, 6.3. */
export const alg = {
  aes: 0x0006,
  keyedHash: 0x0008,
  sha256: 0x000b,
  null: 0x0010,
  ecdsa: 0x0018,
  ecc: 0x0023,
  cfb: 0x0043,
} as const

/** TPM_ECC_NIST_P256, 6.4. */
export const curveP256 = 0x0003

/** TPM_CC, 6.5. */
export const cc = {
  nvUndefineSpace: 0x0122,
  dictionaryAttackLockReset: 0x0139,
  nvDefineSpace: 0x012a,
  createPrimary: 0x0131,
  nvIncrement: 0x0134,
  nvWrite: 0x0137,
  startup: 0x0144,
  activateCredential: 0x0147,
  nvRead: 0x014e,
  policySecret: 0x0151,
  create: 0x0153,
  load: 0x0157,
  quote: 0x0158,
  unseal: 0x015e,
  flushContext: 0x0165,
  nvReadPublic: 0x0169,
  startAuthSession: 0x0176,
  getCapability: 0x017a,
  getRandom: 0x017b,
  pcrRead: 0x017e,
  policyPcr: 0x017f,
  readClock: 0x0181,
  pcrExtend: 0x0182,
} as const

/** TPM_ST, 6.9. */
export const tag = { noSessions: 0x8001, sessions: 0x8002, attestQuote: 0x8018 } as const

/** TPM_RH, 7.4. */
export const rh = {
  owner: 0x4000_0001,
  null: 0x4000_0007,
  password: 0x4000_0009,
  lockout: 0x4000_000a,
  endorsement: 0x4000_000b,
} as const

/** TPM_SE, 6.11. */
export const sessionType = { hmac: 0x00, policy: 0x01 } as const

/** TPMA_OBJECT, 8.3. */
export const objectAttribute = {
  fixedTpm: 0x2,
  fixedParent: 0x10,
  sensitiveDataOrigin: 0x20,
  userWithAuth: 0x40,
  adminWithPolicy: 0x80,
  noDa: 0x400,
  restricted: 0x10000,
  decrypt: 0x20000,
  sign: 0x40000,
} as const

/** TPMA_SESSION, 8.4. */
export const sessionAttribute = { continueSession: 0x01, decrypt: 0x20, encrypt: 0x40 } as const

/** TPMA_NV, 13.4. The type of an index stands in bits 4 to 7. */
export const nvAttribute = {
  authWrite: 0x4,
  counter: 0x10,
  policyRead: 0x80000,
  authRead: 0x40000,
  noDa: 0x2000000,
  written: 0x20000000,
} as const

/** TPM_GENERATED_VALUE, 6.2: a TPM signs a structure that starts so only if it made it itself. */
export const generatedValue = 0xff54_4347

/** Bytes of a SHA-256 digest, the only hash that is used here. */
export const digestBytes = 32
/** A response is never longer than a TPM's own buffer (PTP 1.05: 4096). */
export const responseBytesMax = 4096
