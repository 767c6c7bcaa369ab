export type HistoryErrorCode =
  | 'HISTORY_FORMAT'
  | 'HISTORY_BROKEN'
  | 'HISTORY_FORGED'
  | 'HISTORY_TRUNCATED'
  | 'HISTORY_CLOCK_BACK'
  | 'HISTORY_OBJECT_ALTERED'
  | 'HISTORY_BUSY'

/** A history that cannot be believed. An answer from it would be about a past that was not. */
export class HistoryError extends Error {
  override readonly name = 'HistoryError'
  readonly code: HistoryErrorCode
  constructor(code: HistoryErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
