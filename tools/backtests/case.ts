/** One backtest: a device as shipped, and the weaknesses that public advisories name for it. */
import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type DeviceFile, parseDeviceFile } from '@pericard/model'

/** One weakness that an advisory names. */
export interface Weakness {
  readonly cwe: number
  readonly cve: string
  /** Path of the element it lies in, such as `keys.telnet-password`. */
  readonly where: string
  /** What the advisory says, in our words. */
  readonly basis: string
}

export interface Expected {
  readonly advisories: readonly string[]
  readonly product: string
  readonly kind: string
  readonly source: readonly string[]
  readonly weaknesses: readonly Weakness[]
}

export interface BacktestCase {
  /** Name of its folder. */
  readonly id: string
  /** Held-out devices are scored apart; no rule is changed because of them. */
  readonly heldOut: boolean
  readonly file: DeviceFile
  readonly expected: Expected
}

/** A backtest that cannot be scored; the message names the file and what is wrong in it. */
export class CaseError extends Error {
  override readonly name = 'CaseError'
}

/**
 * Reads every `device.yaml` under a folder together with the `expected.json` beside it, by id.
 *
 * @throws {CaseError} with every fault of the first device that has one
 */
export function loadCases(folder: string): BacktestCase[] {
  const paths = globSync('**/device.yaml', { cwd: folder }).sort()
  if (paths.length === 0) throw new CaseError(`Found no device.yaml under ${folder}`)
  return paths.map((path) => loadCase(folder, dirname(path).replaceAll('\\', '/')))
}

function loadCase(folder: string, name: string): BacktestCase {
  const devicePath = join(folder, name, 'device.yaml')
  const expectedPath = join(folder, name, 'expected.json')
  const parsed = parseDeviceFile(readFileSync(devicePath, 'utf8'), { file: devicePath })
  if (!parsed.ok) {
    const lines = parsed.issues.map(({ position, path, message }) => `${position.line}: ${path}: ${message}`)
    throw new CaseError(`${devicePath} is not a device file:\n${lines.join('\n')}`)
  }
  const expected = parseExpected(readText(expectedPath), expectedPath)
  for (const { cve, where } of expected.weaknesses) {
    if (!parsed.file.positions.has(where))
      throw new CaseError(`${expectedPath}: ${cve} lies at ${where}, which ${devicePath} does not have`)
  }
  return {
    id: name.replace(/^held-out\//, ''),
    heldOut: name.startsWith('held-out/'),
    file: parsed.file,
    expected,
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new CaseError(`Cannot read ${path}`, { cause })
  }
}

/**
 * Checks an `expected.json`.
 *
 * @throws {CaseError} naming the field that is not as it has to be
 */
export function parseExpected(text: string, path: string): Expected {
  const wrong = (what: string): CaseError => new CaseError(`${path}: ${what}`)
  const map = asMap(parseJson(text, wrong))
  if (map === undefined) throw wrong('found no map')
  const known = ['advisories', 'product', 'kind', 'source', 'weaknesses']
  const unknown = Object.keys(map).filter((key) => !known.includes(key))
  if (unknown.length > 0) throw wrong(`unknown key ${unknown.join(', ')}; known: ${known.join(', ')}`)
  const list = (key: string): unknown[] => {
    const value = map[key]
    if (!Array.isArray(value) || value.length === 0) throw wrong(`${key} has to be a list with an entry`)
    return value
  }
  const weaknesses = list('weaknesses').map((entry, index) =>
    weaknessOf(entry, (what) => wrong(`weaknesses ${index}: ${what}`)),
  )
  return {
    advisories: list('advisories').map(String),
    product: textOf(map, 'product', wrong),
    kind: textOf(map, 'kind', wrong),
    source: list('source').map(String),
    weaknesses,
  }
}

function weaknessOf(entry: unknown, wrong: (what: string) => CaseError): Weakness {
  const map = asMap(entry)
  if (map === undefined) throw wrong('found no map')
  const cwe = map['cwe']
  if (typeof cwe !== 'number' || !Number.isInteger(cwe) || cwe < 1)
    throw wrong('cwe has to be a whole number')
  const cve = textOf(map, 'cve', wrong)
  if (!/^CVE-\d{4}-\d{4,}$/.test(cve)) throw wrong(`cve is ${cve}; wanted a CVE id`)
  return { cwe, cve, where: textOf(map, 'where', wrong), basis: textOf(map, 'basis', wrong) }
}

function parseJson(text: string, wrong: (what: string) => CaseError): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw wrong(`is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
}

function asMap(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : undefined
}

function textOf(
  map: Readonly<Record<string, unknown>>,
  key: string,
  wrong: (what: string) => CaseError,
): string {
  const value = map[key]
  if (typeof value !== 'string' || value === '') throw wrong(`${key} has to be a text`)
  return value
}
