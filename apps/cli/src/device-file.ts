import { readFileSync, statSync } from 'node:fs'
import { fromUtf8 } from '@pericard/base'
import { type Issue, parseDeviceFile, type ParseResult } from '@pericard/model'

/** Larger files are refused before they are read; the parser has its own, tighter limit. */
const readBytesMax = 64 * 1024 * 1024

/** Reads and parses a device file with its includes. */
export function readDeviceFile(path: string): ParseResult {
  return parseDeviceFile(readText(path), {
    file: path,
    // The parser has resolved the name already, and refuses one outside the folder of the device file.
    readInclude: (include) => {
      try {
        return readText(include)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
        throw error
      }
    },
  })
}

/** One line for each issue, as editors and CI systems parse them. */
export function renderIssues(issues: readonly Issue[]): string {
  return issues
    .map(
      ({ position: { file, line, column }, message, code }) =>
        `${file}:${line}:${column}: ${message} (${code})`,
    )
    .join('\n')
}

/** The text of a file, or an error that says what is wrong with it. */
export function readText(path: string): string {
  const found = statSync(path)
  if (!found.isFile()) throw new Error(`${path}: it is a folder or a device, a file was wanted`)
  const { size } = found
  if (size > readBytesMax) throw new Error(`${path}: has ${size} bytes, at most ${readBytesMax} were wanted`)
  const text = fromUtf8(readFileSync(path))
  if (text === undefined) throw new Error(`${path}: is not UTF-8 text`)
  return text
}
