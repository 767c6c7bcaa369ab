export type FleetErrorCode =
  | 'FLEET_STORE_LOCKED'
  | 'FLEET_STORE_FULL'
  | 'FLEET_STORE_BROKEN'
  | 'FLEET_MASTER_KEY_BAD'
  | 'FLEET_PORT_IN_USE'
  | 'FLEET_REQUEST_INVALID'
  | 'FLEET_REFUSED'
  | 'FLEET_CONFLICT'
  | 'FLEET_NOT_FOUND'
  | 'FLEET_RATE_LIMITED'

/** Why the fleet server could not or would not do something. Never holds key material or patient data. */
export class FleetError extends Error {
  override readonly name = 'FleetError'
  readonly code: FleetErrorCode
  constructor(code: FleetErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
