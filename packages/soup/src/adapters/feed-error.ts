export type FeedErrorCode =
  | 'FEED_ADDRESS_REFUSED'
  | 'FEED_UNREACHABLE'
  | 'FEED_TOO_LARGE'
  | 'FEED_TOO_SLOW'
  | 'FEED_DAMAGED'

/** A source of advisories that cannot be fetched. What was fetched before stays as it is. */
export class FeedError extends Error {
  override readonly name = 'FeedError'
  readonly code: FeedErrorCode
  constructor(code: FeedErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
