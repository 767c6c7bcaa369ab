import { z } from 'zod'
import { assert } from '@pericard/base'
import type { InputTopic, SafetyClass } from '../types.ts'
import { durationForm, parseDuration } from '../duration.ts'

/**
 * Form of every id. `constructor` and `prototype` are left out: an id ends up as a key of plain objects in reports and
 * in the console (CWE-1321).
 */
const idForm = /^(?!(constructor|prototype)$)[a-z][a-z0-9-]{0,63}$/
const parameterForm = /^(?!(constructor|prototype)$)[a-z][a-z0-9_]{0,63}$/
const udiForm = /^[A-Za-z0-9.+\-*/$%]{6,25}$/
const purlForm = /^pkg:[a-z][a-z0-9.+-]*\/[^\s]{1,500}$/
const shaForm = /^[0-9a-f]{64}$/
const dateForm = /^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$/

const keepForm = /^(forever|[1-9][0-9]{0,5}(ms|s|m|h|d|w|y))$/

/** Longest free text. */
const textCharactersMax = 4_000

export const id: z.ZodString = z.string().regex(idForm)
export const text: z.ZodString = z.string().min(1).max(textCharactersMax)
export const date: z.ZodString = z.string().regex(dateForm)
export const udi: z.ZodString = z.string().regex(udiForm)
export const purl: z.ZodString = z.string().regex(purlForm)
export const sha256: z.ZodString = z.string().regex(shaForm)
export const parameterName: z.ZodString = z.string().regex(parameterForm)
export const ids: z.ZodDefault<z.ZodArray<z.ZodString>> = z.array(id).default([])
export const safetyClass: z.ZodType<SafetyClass> = z.enum(['A', 'B', 'C'])
export const count: z.ZodInt = z.int().min(0).max(1_000_000_000)
export const flag: z.ZodBoolean = z.boolean()
/** Milliseconds, written as `72h`. */
export const duration: z.ZodType<number, string> = z.string().regex(durationForm).transform(milliseconds)
/** A retention. */
export const keep: z.ZodType<number | 'forever', string> = z
  .string()
  .regex(keepForm)
  .transform((value) => (value === 'forever' ? value : milliseconds(value)))

/** What input can do, for `handles` and `stops`. */
export const topics: z.ZodDefault<z.ZodArray<z.ZodType<InputTopic>>> = z
  .array(
    z.enum([
      'arguments',
      'archives',
      'arithmetic',
      'buffers',
      'code',
      'fetched-urls',
      'file-paths',
      'format-strings',
      'headers',
      'html',
      'initialisation',
      'ldap',
      'lifetimes',
      'log-lines',
      'nesting',
      'null-pointers',
      'objects',
      'ranges',
      'redirects',
      'regular-expressions',
      'shell',
      'spreadsheets',
      'sql',
      'templates',
      'text-encoding',
      'uploads',
      'xml',
      'xpath',
    ]),
  )
  .default([])
/** Whole days. */
export const days: z.ZodInt = z.int().min(1).max(36_500)

function milliseconds(value: string): number {
  const parsed = parseDuration(value)
  assert(parsed !== undefined, 'the schema let a duration pass that parseDuration() does not know')
  return parsed
}

type CamelKey<K extends string> = K extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<CamelKey<Tail>>}`
  : K

/** Keys in camelCase; an optional key is absent, never `undefined`. */
export type Camel<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { [K in keyof T as K extends string ? CamelKey<K> : K]: Camel<Exclude<T[K], undefined>> }
    : T

/**
 * From the keys of the file to those of the types, down to the next list: elements of lists convert themselves. Keys are
 * safe to copy: the reader refused `__proto__`, and the schema every key that it does not know.
 */
export function camel<T extends object>(value: T): Camel<T> {
  const copy: Record<string, unknown> = {}
  for (const [key, entry] of Object.entries(value)) {
    const isMap = typeof entry === 'object' && entry !== null && !Array.isArray(entry)
    if (entry !== undefined) copy[camelCase(key)] = isMap ? camel(entry as object) : entry
  }
  return copy as Camel<T>
}

/** `isolated-by` in the file is `isolatedBy` in the types and in paths. */
export function camelCase(key: string): string {
  return key.replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}

/** What each pattern wants, in words, for messages. Keyed by the pattern's source, which is what zod reports. */
export const wantedForms: ReadonlyMap<string, string> = new Map([
  [String(idForm), 'an id: a lower-case letter, then lower-case letters, digits and "-", at most 64 in all'],
  [
    String(parameterForm),
    'a parameter name: a lower-case letter, then lower-case letters, digits and "_", at most 64 in all',
  ],
  [String(dateForm), 'a date such as 2027-03-31'],
  [String(udiForm), 'a UDI device identifier of 6 to 25 characters'],
  [String(purlForm), 'a package URL such as pkg:deb/debian/openssl@3.0.19-1~deb12u2'],
  [String(shaForm), 'a SHA-256 in 64 lower-case hexadecimal digits'],
  [String(keepForm), 'a duration such as 72h or 30d, or forever'],
  [String(durationForm), 'a duration such as 15m, 72h or 30d'],
])

/** Patterns that ids must match; a mismatch has its own issue code. */
export const idForms: ReadonlySet<string> = new Set([String(idForm), String(parameterForm)])
