import type { Issue, Position } from '../types.ts'
import { deviceFileLimits } from '../limits.ts'

/** Everything that can be wrong with a device file. */
export type DeviceIssueCode =
  | 'FILE_TOO_LARGE'
  | 'FILE_TOO_DEEP'
  | 'FILE_TOO_MANY_NODES'
  | 'FILE_ALIAS'
  | 'FILE_TAG'
  | 'FILE_SYNTAX'
  | 'KEY_TWICE'
  | 'KEY_FORBIDDEN'
  | 'KEY_NOT_TEXT'
  | 'KEY_UNKNOWN'
  | 'KEY_MISSING'
  | 'VALUE_WRONG_TYPE'
  | 'VALUE_NOT_ALLOWED'
  | 'VALUE_OUT_OF_RANGE'
  | 'VALUE_BAD_FORM'
  | 'ID_BAD_FORM'
  | 'ID_TWICE'
  | 'ID_RESERVED'
  | 'REFERENCE_DANGLING'
  | 'LIMITS_CROSSED'
  | 'OFFICER_TWICE'
  | 'NUMBER_NOT_EXACT'
  | 'UNIT_UNKNOWN'
  | 'UNIT_MISMATCH'
  | 'VAULT_NOT_DECLARED'
  | 'INCLUDE_MISSING'
  | 'INCLUDE_OUTSIDE'
  | 'INCLUDE_CYCLE'
  | 'INCLUDE_TOO_DEEP'
  | 'INCLUDE_TOO_MANY'
  | 'INCLUDE_SECTION'
  | 'ISSUES_TOO_MANY'

/** Issues that the published JSON Schema finds too; the others need the text or a look at more than one element. */
export const structuralCodes: ReadonlySet<DeviceIssueCode> = new Set<DeviceIssueCode>([
  'KEY_UNKNOWN',
  'KEY_MISSING',
  'VALUE_WRONG_TYPE',
  'VALUE_NOT_ALLOWED',
  'VALUE_OUT_OF_RANGE',
  'VALUE_BAD_FORM',
  'ID_BAD_FORM',
])

/** Collects what is wrong, so that everything is reported at once. */
export class IssueList {
  readonly #issues: Issue[] = []
  #left = 0

  add(code: DeviceIssueCode, message: string, position: Position, path = ''): void {
    if (this.#issues.length < deviceFileLimits.issuesMax) this.#issues.push({ code, position, path, message })
    else this.#left++
  }

  get empty(): boolean {
    return this.#issues.length === 0
  }

  /** In the order of the text: file, line, column, then code. */
  sorted(): readonly Issue[] {
    const issues = [...this.#issues].sort(byPosition)
    const last = issues.at(-1)
    if (this.#left === 0 || last === undefined) return issues
    const message = `Found ${this.#left} more issues; mend the first ${issues.length} and look again`
    return [
      ...issues,
      { code: 'ISSUES_TOO_MANY' satisfies DeviceIssueCode, position: last.position, path: '', message },
    ]
  }
}

function byPosition(a: Issue, b: Issue): number {
  if (a.position.file !== b.position.file) return a.position.file < b.position.file ? -1 : 1
  if (a.position.line !== b.position.line) return a.position.line - b.position.line
  if (a.position.column !== b.position.column) return a.position.column - b.position.column
  return a.code < b.code ? -1 : 1
}
