export type UpdateErrorCode =
  | 'UPDATE_FORMAT'
  | 'UPDATE_KEY_UNFIT'
  | 'UPDATE_PASSPHRASE_WRONG'
  | 'UPDATE_TRUST_FORGED'
  | 'UPDATE_RELEASE_FORGED'
  | 'UPDATE_METADATA_FORGED'
  | 'UPDATE_METADATA_EXPIRED'
  | 'UPDATE_METADATA_ROLLED_BACK'
  | 'UPDATE_SOURCE_UNREACHABLE'
  | 'UPDATE_SOURCE_ENDLESS'
  | 'UPDATE_SOURCE_SLOW'
  | 'UPDATE_COMPONENT_UNKNOWN'
  | 'UPDATE_WRONG_DEVICE'
  | 'UPDATE_RELEASE_OLD'
  | 'UPDATE_RELEASE_FAILED_BEFORE'
  | 'UPDATE_DATA_UNREADABLE'
  | 'UPDATE_WAY_REFUSED'
  | 'UPDATE_GRANT_FORGED'
  | 'UPDATE_GRANT_FOREIGN'
  | 'UPDATE_GRANT_EXPIRED'
  | 'UPDATE_PRESENCE_MISSING'
  | 'UPDATE_IMAGE_TRUNCATED'
  | 'UPDATE_IMAGE_ALTERED'
  | 'UPDATE_SLOT_SMALL'
  | 'UPDATE_SLOT_UNWRITABLE'
  | 'UPDATE_SLOT_DIFFERS'
  | 'UPDATE_DISK_FULL'
  | 'UPDATE_STATE_MISSING'
  | 'UPDATE_STATE_FORGED'
  | 'UPDATE_STATE_ROLLED_BACK'
  | 'UPDATE_BUSY'
  | 'UPDATE_REPOSITORY_INVALID'

/** An update that is refused or cannot go on. The message never holds key material or patient data. */
export class UpdateError extends Error {
  override readonly name = 'UpdateError'
  readonly code: UpdateErrorCode
  constructor(code: UpdateErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
