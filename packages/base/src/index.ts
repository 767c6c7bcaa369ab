export { assert, BugError, unreachable } from './assert.ts'
export { type Bytes, compareBytes, concat, fromUtf8, hex, number64, readNumber64, utf8 } from './bytes.ts'
export {
  canonicalJson,
  defaultJsonLimits,
  type Json,
  JsonError,
  type JsonErrorCode,
  type JsonLimits,
  parseJson,
} from './json.ts'
export { type Clock, type Random, systemClock } from './ports.ts'
