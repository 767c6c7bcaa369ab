/** Thrown when Pericard itself is wrong. Never thrown for bad input: parsers report that with positions. */
export class BugError extends Error {
  override readonly name = 'BugError'
}

/** Ends the program's step if `condition` is false: a bug of ours, not of the input. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new BugError(`Bug: ${message}`)
}

/** Marks a branch that the types rule out. */
export function unreachable(value: never): never {
  throw new BugError(`Bug: reached the unreachable with ${typeof value}`)
}
