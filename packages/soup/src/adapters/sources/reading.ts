import { fromUtf8, type Json, JsonError, parseJson } from '@pericard/base'
import { soupLimits } from '../../limits.ts'
import { isRecord, type JsonObject } from '../../untrusted.ts'
import { FeedError } from '../feed-error.ts'

/** The object that a server sent as JSON. @throws {FeedError} `FEED_DAMAGED` */
export function objectOf(bytes: Uint8Array, what: string): JsonObject {
  const text = fromUtf8(bytes)
  try {
    const limits = { charactersMax: soupLimits.advisoryFeedBytesMax, depthMax: soupLimits.advisoryDepthMax }
    const value = text === undefined ? undefined : parseJson(text, limits)
    if (isRecord(value)) return value
  } catch (cause) {
    if (!(cause instanceof JsonError)) throw cause
    throw new FeedError('FEED_DAMAGED', `${what}: ${cause.message}`, { cause })
  }
  throw new FeedError('FEED_DAMAGED', `${what} is no JSON object`)
}

/** A list that has to be there and to hold something: an empty one would take every advisory back. @throws {FeedError} */
export function listIn(object: JsonObject, key: string, what: string): readonly Json[] {
  const value = object[key]
  if (Array.isArray(value) && value.length > 0) return value as readonly Json[]
  throw new FeedError('FEED_DAMAGED', `${what} has no list of ${key}, or an empty one`)
}
