/** Checks a tree against the schema and says in words what is wrong. */
import { z } from 'zod'
import type { DeviceIssueCode } from './issues.ts'
import { type CheckedFile, writtenFile } from '../schema/file.ts'
import { idForms, wantedForms } from '../schema/common.ts'

import { suggest } from '../suggest.ts'
import { pathOf } from './path.ts'
import { follow, kindOf, positionOf, quote, type Tree } from './tree.ts'
import type { ReadContext } from './yaml.ts'

type Raw = z.core.$ZodIssue

/** The file with its defaults filled in; `undefined` where issues were added. */
export function checkStructure(tree: Tree, context: ReadContext): CheckedFile | undefined {
  const result = writtenFile.safeParse(tree)
  if (result.success) return result.data
  for (const issue of result.error.issues) {
    if (issue.code === 'unrecognized_keys') addUnknownKeys(issue, tree, context)
    else addValue(issue, tree, context)
  }
  return undefined
}

function addUnknownKeys(
  issue: Extract<Raw, { code: 'unrecognized_keys' }>,
  tree: Tree,
  { places, issues }: ReadContext,
): void {
  const known = keysAt(issue.path)
  for (const key of issue.keys) {
    const { spot } = follow(tree, places, [...issue.path, key])
    if (spot === undefined) continue
    const meant = suggest(key, known)
    const advice = meant === undefined ? `known here: ${known.join(', ')}` : `did you mean ${quote(meant)}?`
    const merge = key === '<<' ? 'merge keys are off; write the fields out' : advice
    issues.add(
      'KEY_UNKNOWN',
      `Unknown key ${quote(key)}; ${merge}`,
      positionOf(spot, 'key'),
      pathOf(tree, [...issue.path, key]),
    )
  }
}

function addValue(issue: Raw, tree: Tree, { places, issues, unreadable }: ReadContext): void {
  const { value, spot, reached } = follow(tree, places, issue.path)
  // Only a tree that is no map or list has no place of its own; `parseDeviceFile` refuses it before.
  if (spot === undefined || unreadable.has(spot)) return
  const path = pathOf(tree, issue.path)
  if (reached < issue.path.length) {
    const key = String(issue.path[reached])
    issues.add(
      'KEY_MISSING',
      `The key ${quote(key)} is missing; wanted ${wantedOf(issue)}`,
      positionOf(spot, 'value'),
      path,
    )
    return
  }
  const part = issue.code === 'invalid_key' ? 'key' : 'value'
  const found = issue.code === 'invalid_key' ? `the key ${quote(String(issue.path.at(-1)))}` : kindOf(value)
  const advice = adviceOf(issue, value)
  const message = `Found ${found}; wanted ${wantedOf(issue)}${advice}`
  issues.add(codeOf(issue), message, positionOf(spot, part), path)
}

function codeOf(issue: Raw): DeviceIssueCode {
  if (issue.code === 'invalid_value') return 'VALUE_NOT_ALLOWED'
  if (issue.code === 'invalid_key') return 'ID_BAD_FORM'
  if (issue.code === 'too_small' || issue.code === 'too_big') return 'VALUE_OUT_OF_RANGE'
  if (issue.code === 'invalid_format') return idForms.has(patternOf(issue)) ? 'ID_BAD_FORM' : 'VALUE_BAD_FORM'
  if (issue.code === 'invalid_union' && issue.discriminator !== undefined) return 'VALUE_NOT_ALLOWED'
  return 'VALUE_WRONG_TYPE'
}

function patternOf(issue: Raw): string {
  return issue.code === 'invalid_format' && issue.pattern !== undefined ? issue.pattern : ''
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
}

function wantedOf(issue: Raw): string {
  switch (issue.code) {
    case 'invalid_type':
      return typeNames[issue.expected] ?? issue.expected
    case 'invalid_value':
      return `${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(String).join(', ')}`
    case 'invalid_format':
      return wantedForms.get(patternOf(issue)) ?? 'another form'
    case 'invalid_key':
      return issue.issues.map(wantedOf).join(' and ')
    case 'too_small':
      return `${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}${unitOf(issue.origin)}`
    case 'too_big':
      return `at most ${issue.maximum}${unitOf(issue.origin)}`
    case 'invalid_union':
      return issue.discriminator === undefined
        ? 'vault, none, or a list of control ids'
        : 'one of guard, mechanism, procedure, nobody'
    default:
      return 'another value'
  }
}

function unitOf(origin: string): string {
  if (origin === 'string') return ' characters'
  return origin === 'array' ? ' entries' : ''
}

function adviceOf(issue: Raw, value: Tree | undefined): string {
  if (
    issue.code === 'invalid_type' &&
    issue.expected === 'string' &&
    (typeof value === 'number' || typeof value === 'boolean')
  ) {
    return '; put it in quotes'
  }
  if (issue.code !== 'invalid_value' || typeof value !== 'string') return ''
  const meant = suggest(value, issue.values.map(String))
  return meant === undefined ? '' : `; did you mean ${quote(meant)}?`
}

/** The keys that the schema knows at a path. */
function keysAt(path: readonly PropertyKey[]): string[] {
  let schema: unknown = writtenFile
  for (const key of path) {
    const open = unwrap(schema)
    if (open instanceof z.ZodObject) schema = open.shape[key as string]
    else if (open instanceof z.ZodArray) schema = open.element
    else if (open instanceof z.ZodRecord) schema = open.valueType
  }
  const open = unwrap(schema)
  if (open instanceof z.ZodObject) return Object.keys(open.shape)
  return open instanceof z.ZodDiscriminatedUnion ? ['by', 'mechanism'] : []
}

function unwrap(schema: unknown): unknown {
  let open = schema
  for (;;) {
    if (open instanceof z.ZodDefault || open instanceof z.ZodPrefault || open instanceof z.ZodOptional)
      open = open.unwrap()
    else if (open instanceof z.ZodPipe) open = open.in
    else return open
  }
}
