export type GuardErrorCode =
  | 'GUARD_BWRAP_MISSING'
  | 'GUARD_LAYER_MISSING'
  | 'GUARD_FRAME_TOO_LARGE'
  | 'GUARD_FRAME_INVALID'
  | 'GUARD_PROGRAM_UNKNOWN'
  | 'GUARD_PROGRAM_ALTERED'
  | 'GUARD_GATE_BUSY'
  | 'GUARD_GATE_GONE'
  | 'GUARD_MEMORY_MISSING'

/** The guard cannot or will not go on. The message never holds key material, patient data or what a peer sent. */
export class GuardError extends Error {
  override readonly name = 'GuardError'
  readonly code: GuardErrorCode
  constructor(code: GuardErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
