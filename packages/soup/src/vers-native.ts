/** Ranges as package managers and projects write them, turned into vers. */
import { type VersComparator, type VersConstraint, versOf, type VersResult } from './vers.ts'

/** Characters of a native range. */
const nativeCharactersMax = 4096

/** Scheme → what reads its ranges; `undefined` for a text that is none. */
const readers: Readonly<Record<string, (text: string) => VersConstraint[] | undefined>> = {
  conan: (text) => alternatives(text, conanClause),
  gem: (text) => list(text, (piece) => comparatorsOf(piece, gemConstraint)),
  nginx: (text) => list(text, nginxPiece),
  npm: (text) => alternatives(text, npmClause),
  nuget: nugetInterval,
  openssl: (text) => list(text, (piece) => exactly(piece)),
  pypi: (text) => list(text, (piece) => comparatorsOf(piece, pypiConstraint)),
}

/** Turns a native range of a scheme into a vers range, or says why it cannot. */
export function versOfNative(scheme: string, text: string): VersResult {
  const read = Object.hasOwn(readers, scheme) ? readers[scheme] : undefined
  if (read === undefined)
    return { ok: false, message: `native ranges of "${scheme.slice(0, 32)}" are not known` }
  const constraints = text.length > nativeCharactersMax ? undefined : read(text.trim())
  if (constraints === undefined) return { ok: false, message: `it is no range as ${scheme} writes them` }
  // Where one range ends another may begin: the end has to stand first, or the two would shut out what is between.
  const ends = constraints.filter(({ comparator }) => comparator.startsWith('<'))
  return versOf(scheme, [...ends, ...constraints.filter((constraint) => !ends.includes(constraint))])
}

type Clause = VersConstraint[] | undefined

/** Clauses of which one has to hold. A union of ranges is the list of all their bounds in vers. */
function alternatives(text: string, read: (clause: string) => Clause): Clause {
  return joined(text.split('||').map((clause) => read(clause.trim())))
}

function list(text: string, read: (piece: string) => Clause): Clause {
  return joined(text.split(',').map((piece) => read(piece.trim())))
}

function joined(clauses: readonly Clause[]): Clause {
  return clauses.every((clause) => clause !== undefined) ? clauses.flat() : undefined
}

/** Constraints side by side: an operator, spaces perhaps, and a version. */
function comparatorsOf(text: string, read: (operator: string, version: string) => Clause): Clause {
  const found = [...text.matchAll(/([<>=!~^]*)\s*([^\s<>=!~^,|]+)/g)]
  const whole = found
    .map(([all]) => all)
    .join('')
    .replaceAll(/\s/g, '')
  if (found.length === 0 || whole !== text.replaceAll(/\s/g, '')) return undefined
  return atOneVersion(joined(found.map(([, operator = '', version = '']) => read(operator, version))))
}

/** `>=1.0 <=1.0` is one version. */
function atOneVersion(clause: Clause): Clause {
  const [first, second] = clause ?? []
  if (clause?.length !== 2 || first === undefined || second?.version !== first.version) return clause
  const comparators = [first.comparator, second.comparator]
  return comparators.includes('>=') && comparators.includes('<=') ? exactly(first.version) : clause
}

function plain(operator: string, version: string): Clause {
  const comparators: Readonly<Record<string, VersComparator>> = {
    '': '=',
    '=': '=',
    '==': '=',
    '!=': '!=',
    '<': '<',
    '<=': '<=',
    '>': '>',
    '>=': '>=',
  }
  const comparator = Object.hasOwn(comparators, operator) ? comparators[operator] : undefined
  return comparator === undefined ? undefined : [{ comparator, version }]
}

function exactly(version: string): Clause {
  return /^[^\s<>=!~^*|]+$/.test(version) ? [{ comparator: '=', version }] : undefined
}

function between(from: string, before: string): VersConstraint[] {
  return [
    { comparator: '>=', version: from },
    { comparator: '<', version: before },
  ]
}

function npmClause(clause: string): Clause {
  if (clause === '*' || clause === '') return [{ comparator: '*', version: '' }]
  const [, from, to] = /^(\S+)\s+-\s+(\S+)$/.exec(clause) ?? []
  if (from === undefined || to === undefined) return comparatorsOf(clause, npmConstraint)
  return [
    { comparator: '>=', version: from },
    { comparator: '<=', version: to },
  ]
}

function npmConstraint(operator: string, text: string): Clause {
  const version = text.replace(/^v/, '')
  const match = /^(\d+)(?:\.(\d+|[xX*]))?(?:\.(\d+|[xX*]))?(?:[-+].*)?$/.exec(version)
  if (match === null) return undefined
  const numbers = match.slice(1).filter((part) => part !== undefined && /^\d+$/.test(part))
  const from = numbers.length === 3 ? version : [...numbers, '0', '0'].slice(0, 3).join('.')
  if (operator === '^') return between(from, padded(caretEnd(numbers)))
  if (operator === '~' || operator === '~>') return between(from, padded(next(numbers.slice(0, 2))))
  if (numbers.length === 3) return plain(operator, version)
  // A part that is open stands for all its values.
  if (operator === '' || operator === '=') return between(from, padded(next(numbers)))
  if (operator === '>') return [{ comparator: '>=', version: padded(next(numbers)) }]
  if (operator === '<=') return [{ comparator: '<', version: padded(next(numbers)) }]
  return plain(operator, from)
}

/** The end of "compatible with": the first number that is not 0 may not change. */
function caretEnd(numbers: readonly string[]): string[] {
  const first = numbers.findIndex((part) => !/^0+$/.test(part))
  return next(numbers.slice(0, first < 0 ? numbers.length : first + 1))
}

function next(numbers: readonly string[]): string[] {
  return [...numbers.slice(0, -1), String(BigInt(numbers.at(-1) ?? '0') + 1n)]
}

function padded(numbers: readonly string[]): string {
  return [...numbers, '0', '0'].slice(0, 3).join('.')
}

/** A hyphen behind a version only asks for pre-releases too, which vers always does. */
function conanClause(clause: string): Clause {
  const bare = clause.replace(/,\s*include_prerelease=\w+$/, '').trim()
  if (bare === '*' || bare === '*-' || bare === '') return [{ comparator: '>=', version: '0.0.0' }]
  return comparatorsOf(bare, (operator, text) => {
    const version = text.replace(/-$/, '')
    if (operator !== '^' && operator !== '~') return plain(operator, version)
    const numbers = version.split(/[.+-]/).filter((part) => /^\d+$/.test(part))
    if (numbers.length === 0) return undefined
    // "2-" is before every pre-release of 2.
    const end = operator === '^' ? caretEnd(numbers) : next(numbers.slice(0, 2))
    return between(version, `${end.join('.')}-`)
  })
}

/** `~> 2.0.8` is from 2.0.8 to before 2.1. */
function gemConstraint(operator: string, version: string): Clause {
  if (operator !== '~>') return plain(operator, version)
  const numbers = version.split('.').filter((part) => /^\d+$/.test(part))
  return numbers.length === 0
    ? undefined
    : between(version, next(numbers.length > 1 ? numbers.slice(0, -1) : numbers).join('.'))
}

/** `~=2.2.1` is from 2.2.1 to before 2.3; `==2.2.*` is all of 2.2 (PEP 440, "Version specifiers"). */
function pypiConstraint(operator: string, version: string): Clause {
  const numbers = version.replace(/\.\*$/, '').split('.')
  if (
    !numbers.every(
      (part, index) => /^\d+$/.test(part) || (index > 0 && operator !== '~=' && !version.endsWith('*')),
    )
  ) {
    return undefined
  }
  if (operator === '~=')
    return numbers.length < 2 ? undefined : between(version, next(numbers.slice(0, -1)).join('.'))
  if (!version.endsWith('.*')) return operator === '' ? undefined : plain(operator, version)
  // From the first development release, which is before everything else of the number.
  return operator === '=='
    ? between(`${numbers.join('.')}.dev0`, `${next(numbers).join('.')}.dev0`)
    : undefined
}

/** `[1.0,2.0)`, `(,1.0]`, `[1.0]`; a bare version is the least one (NuGet, "Version ranges"). */
function nugetInterval(text: string): Clause {
  if (/^[0-9][^\s,()[\]]*$/.test(text)) return [{ comparator: '>=', version: text }]
  const single = /^\[\s*([^\s,()[\]]+)\s*\]$/.exec(text)?.[1]
  if (single !== undefined) return [{ comparator: '=', version: single }]
  const match = /^([[(])\s*([^\s,()[\]]*)\s*,\s*([^\s,()[\]]*)\s*([\])])$/.exec(text)
  if (match === null) return undefined
  const [, open, from = '', to = '', close] = match
  const constraints: VersConstraint[] = []
  if (from !== '') constraints.push({ comparator: open === '[' ? '>=' : '>', version: from })
  if (to !== '') constraints.push({ comparator: close === ']' ? '<=' : '<', version: to })
  return constraints.length > 0 ? constraints : [{ comparator: '*', version: '' }]
}

/** `1.4.1+` is the rest of the branch 1.4; mainline branches (odd) have no end. `0.7.52-0.8.39` includes both. */
function nginxPiece(text: string): Clause {
  const [, from, to] = /^(\d[\d.]*)-(\d[\d.]*)$/.exec(text) ?? []
  if (from !== undefined && to !== undefined) {
    return [
      { comparator: '>=', version: from },
      { comparator: '<=', version: to },
    ]
  }
  if (!text.endsWith('+')) return exactly(text)
  const version = text.slice(0, -1)
  const [, major, minor] = /^(\d+)\.(\d+)(?:\.\d+)*$/.exec(version) ?? []
  if (major === undefined || minor === undefined) return undefined
  if (/[13579]$/.test(minor)) return [{ comparator: '>=', version }]
  return between(version, padded(next([major, minor])))
}
