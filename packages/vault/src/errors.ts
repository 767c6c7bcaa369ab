export type VaultErrorCode =
  | 'VAULT_UNLOCK_REFUSED'
  | 'VAULT_SHARES_MISSING'
  | 'VAULT_ERASED'
  | 'VAULT_ERASE_ROOT_MISSING'
  | 'VAULT_ROLLED_BACK'
  | 'VAULT_RECEIPT_FORGED'
  | 'VAULT_KEY_FORGED'
  | 'VAULT_KEY_TRUNCATED'
  | 'VAULT_RECORD_FORGED'
  | 'VAULT_RECORD_TRUNCATED'
  | 'VAULT_FORMAT_UNKNOWN'
  | 'VAULT_STORE_FOREIGN'
  | 'VAULT_STORE_BROKEN'
  | 'VAULT_STORE_LOCKED'
  | 'VAULT_RECORD_TOO_LARGE'
  | 'VAULT_DATA_UNKNOWN'
  | 'VAULT_LOG_BROKEN'
  | 'VAULT_KEY_UNFIT'

/** Refused by the vault. The message never holds key material or patient data. */
export class VaultError extends Error {
  override readonly name = 'VaultError'
  readonly code: VaultErrorCode
  constructor(code: VaultErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
