export type SnapshotErrorCode =
  | 'SNAPSHOT_FORMAT'
  | 'SNAPSHOT_TRUNCATED'
  | 'SNAPSHOT_ALTERED'
  | 'SNAPSHOT_FORGED'
  | 'SNAPSHOT_TOO_LARGE'
  | 'SNAPSHOT_OLD'
  | 'SNAPSHOT_WRONG_BASE'
  | 'SNAPSHOT_BUSY'

/** A snapshot of advisories that is refused. What was applied before stays in use. */
export class SnapshotError extends Error {
  override readonly name = 'SnapshotError'
  readonly code: SnapshotErrorCode
  constructor(code: SnapshotErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
