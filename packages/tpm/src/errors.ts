export type TpmErrorCode =
  | 'TPM_UNREACHABLE'
  | 'TPM_TIMEOUT'
  | 'TPM_RESPONSE_MALFORMED'
  | 'TPM_SESSION_FORGED'
  | 'TPM_LOCKOUT'
  | 'TPM_POLICY_REFUSED'
  | 'TPM_AUTH_FAILED'
  | 'TPM_FOREIGN_BLOB'
  | 'TPM_BLOB_MALFORMED'
  | 'TPM_NV_MISSING'
  | 'TPM_NV_TAKEN'
  | 'TPM_QUOTE_REFUSED'
  | 'TPM_CREDENTIAL_REFUSED'
  | 'TPM_REFUSED'

/** A TPM that cannot be reached, answers wrongly or refuses. The message never holds a secret. */
export class TpmError extends Error {
  override readonly name = 'TpmError'
  readonly code: TpmErrorCode
  /** TPM_RC of the response, where there was one. */
  readonly responseCode: number | undefined
  constructor(code: TpmErrorCode, message: string, options?: ErrorOptions & { responseCode?: number }) {
    super(message, options)
    this.code = code
    this.responseCode = options?.responseCode
  }
}

interface Meaning {
  readonly code: TpmErrorCode
  readonly name: string
  readonly advice: string
}

/** TPM_RC of format 1 without the number of handle, parameter or session (part 2, 6.6.3). */
const formatOne: Readonly<Record<number, Meaning>> = {
  0x08b: { code: 'TPM_NV_MISSING', name: 'TPM_RC_HANDLE', advice: 'nothing has this handle' },
  0x08e: {
    code: 'TPM_AUTH_FAILED',
    name: 'TPM_RC_AUTH_FAIL',
    advice: 'the authorization is wrong; tries are counted',
  },
  0x09d: {
    code: 'TPM_POLICY_REFUSED',
    name: 'TPM_RC_POLICY_FAIL',
    advice: 'what was started is not what the secret was sealed to (PCRs differ)',
  },
  0x09f: {
    code: 'TPM_FOREIGN_BLOB',
    name: 'TPM_RC_INTEGRITY',
    advice: 'it was sealed by another TPM, or was altered',
  },
  0x0a2: { code: 'TPM_AUTH_FAILED', name: 'TPM_RC_BAD_AUTH', advice: 'the authorization is wrong' },
}

/** TPM_RC of format 0 (part 2, 6.6.3). */
const formatZero: Readonly<Record<number, Meaning>> = {
  0x100: { code: 'TPM_REFUSED', name: 'TPM_RC_INITIALIZE', advice: 'it was not started; restart the device' },
  0x126: {
    code: 'TPM_POLICY_REFUSED',
    name: 'TPM_RC_POLICY',
    advice: 'the policy does not allow the command',
  },
  0x128: {
    code: 'TPM_POLICY_REFUSED',
    name: 'TPM_RC_PCR_CHANGED',
    advice: 'PCRs changed meanwhile; try again',
  },
  0x148: {
    code: 'TPM_REFUSED',
    name: 'TPM_RC_NV_LOCKED',
    advice: 'the index is locked until the next start',
  },
  0x149: {
    code: 'TPM_AUTH_FAILED',
    name: 'TPM_RC_NV_AUTHORIZATION',
    advice: 'the index does not allow this authorization',
  },
  0x14a: { code: 'TPM_REFUSED', name: 'TPM_RC_NV_UNINITIALIZED', advice: 'the index was never written' },
  0x14b: { code: 'TPM_REFUSED', name: 'TPM_RC_NV_SPACE', advice: 'its memory is full; remove an index' },
  0x14c: { code: 'TPM_NV_TAKEN', name: 'TPM_RC_NV_DEFINED', advice: 'the index exists already' },
  0x902: {
    code: 'TPM_REFUSED',
    name: 'TPM_RC_OBJECT_MEMORY',
    advice: 'no room for an object; flush what is loaded',
  },
  0x903: {
    code: 'TPM_REFUSED',
    name: 'TPM_RC_SESSION_MEMORY',
    advice: 'no room for a session; flush what is open',
  },
  0x921: {
    code: 'TPM_LOCKOUT',
    name: 'TPM_RC_LOCKOUT',
    advice:
      'too many wrong authorizations; wait for its recovery time or reset it with the lockout authorization',
  },
  0x922: { code: 'TPM_REFUSED', name: 'TPM_RC_RETRY', advice: 'it is busy; try again' },
  0x923: {
    code: 'TPM_REFUSED',
    name: 'TPM_RC_NV_UNAVAILABLE',
    advice: 'its memory cannot be written now; try again',
  },
}

/** An error response as an error of ours, by its name in the specification and what it means here. */
export function refusalOf(command: string, responseCode: number): TpmError {
  const known =
    (responseCode & 0x80) === 0 ? formatZero[responseCode & 0xfff] : formatOne[responseCode & 0x0bf]
  const number = `0x${responseCode.toString(16)}`
  const { code, name, advice } = known ?? { code: 'TPM_REFUSED', name: number, advice: 'see part 2, 6.6' }
  const message = `Cannot do ${command}: the TPM answered ${name} (${number}): ${advice}; nothing was changed`
  return new TpmError(code, message, { responseCode })
}
