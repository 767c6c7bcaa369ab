/** What the parser takes at most. A device file comes from a repository, but also by mail from a supplier. */
export const deviceFileLimits: {
  readonly [name in
    | 'fileBytesMax'
    | 'depthMax'
    | 'indentColumnsMax'
    | 'nodesMax'
    | 'filesMax'
    | 'includeDepthMax'
    | 'issuesMax']: number
} = {
  /**
   * Bytes of one file. Room for a generated file; what reading it may cost is bounded by `nodesMax`.
   */
  fileBytesMax: 16 * 1024 * 1024,
  /** Nesting of maps and lists. The format itself needs 8. */
  depthMax: 32,
  /** Columns of indentation: the YAML composer recurses per indented level, so depth is bounded before it runs. */
  indentColumnsMax: 256,
  /**
   * Maps, lists and scalars over all files together: about 10,000 interfaces with every statement. Reading takes time and
   * memory in proportion, roughly 25 µs and 1.5 KB for each.
   */
  nodesMax: 750_000,
  /** Files, the first one included. */
  filesMax: 32,
  /** Include inside include. */
  includeDepthMax: 16,
  /** Reported issues; a text that is no device file at all would give one per line. */
  issuesMax: 1_000,
}
