import { compareNumerals, compareText, isNumeral, type Order, orderBy } from './order.ts'

interface AlpmVersion {
  readonly epoch: string
  readonly version: readonly Run[]
  /** Absent is equal to any. */
  readonly release: readonly Run[] | undefined
}

/** Digits or letters, and how many separators stand before them. */
interface Run {
  readonly separators: number
  readonly text: string
}

/** Order of Arch Linux packages (`vercmp`): letters right after a number are before the release, after a dot behind it. */
export const compareAlpm: Order = orderBy(parseAlpm, compareEvr)

function parseAlpm(text: string): AlpmVersion | undefined {
  const match = /^(?:([0-9]+):)?([^\s:-][^\s:]*?)(?:-([^\s:-]+))?$/.exec(text)
  if (match === null) return undefined
  const [, epoch = '0', version = '', release] = match
  return { epoch, version: runsOf(version), release: release === undefined ? undefined : runsOf(release) }
}

function runsOf(text: string): Run[] {
  return [...text.matchAll(/([^0-9A-Za-z]*)([0-9]+|[A-Za-z]+)/g)].map(([, separators = '', run = '']) => ({
    separators: separators.length,
    text: run,
  }))
}

function compareEvr(a: AlpmVersion, b: AlpmVersion): number {
  const difference = compareNumerals(a.epoch, b.epoch) || compareRuns(a.version, b.version)
  if (difference !== 0 || a.release === undefined || b.release === undefined) return difference
  return compareRuns(a.release, b.release)
}

function compareRuns(a: readonly Run[], b: readonly Run[]): number {
  const length = Math.max(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const [left, right] = [a[i], b[i]]
    const difference = rankOf(left) - rankOf(right) || compareSame(left, right)
    if (difference !== 0) return difference
  }
  return 0
}

/** Letters right after a number, the end, letters after a separator, numbers. */
function rankOf(run: Run | undefined): number {
  if (run === undefined) return 1
  if (isNumeral(run.text)) return 3
  return run.separators === 0 ? 0 : 2
}

function compareSame(a: Run | undefined, b: Run | undefined): number {
  if (a === undefined || b === undefined) return 0
  const difference = a.separators - b.separators
  if (difference !== 0) return difference
  return isNumeral(a.text) ? compareNumerals(a.text, b.text) : compareText(a.text, b.text)
}
