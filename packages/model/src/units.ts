/** The units that an envelope may be written in: a part of UCUM with exact conversions. */

/** A unit as an exact multiple of base units: `numerator / denominator` times the product of the bases. */
export interface Unit {
  /** Exponent of each base, without zeros, in the order of the alphabet: `g1.s-1`. Equal texts are equal dimensions. */
  readonly dimension: string
  readonly numerator: bigint
  readonly denominator: bigint
}

/** Longest unit that is read, in characters. */
export const unitCharactersMax = 32
/** Largest exponent of one part of a unit. */
const exponentMax = 3

interface Atom {
  readonly bases: Readonly<Record<string, number>>
  readonly factor: readonly [numerator: bigint, denominator: bigint]
  readonly metric: boolean
}

const one = [1n, 1n] as const

/** UCUM 2.2, tables 2 to 5; `L` stands for cubic decimetres, as `[iU]` and `Cel` it is a base of its own here. */
const atoms: ReadonlyMap<string, Atom> = new Map<string, Atom>([
  ['1', { bases: {}, factor: one, metric: false }],
  ['%', { bases: {}, factor: [1n, 100n], metric: false }],
  ['g', { bases: { g: 1 }, factor: one, metric: true }],
  ['L', { bases: { L: 1 }, factor: one, metric: true }],
  ['l', { bases: { L: 1 }, factor: one, metric: true }],
  ['m', { bases: { m: 1 }, factor: one, metric: true }],
  ['s', { bases: { s: 1 }, factor: one, metric: true }],
  ['min', { bases: { s: 1 }, factor: [60n, 1n], metric: false }],
  ['h', { bases: { s: 1 }, factor: [3600n, 1n], metric: false }],
  ['d', { bases: { s: 1 }, factor: [86_400n, 1n], metric: false }],
  ['wk', { bases: { s: 1 }, factor: [604_800n, 1n], metric: false }],
  ['Hz', { bases: { s: -1 }, factor: one, metric: true }],
  ['mol', { bases: { mol: 1 }, factor: one, metric: true }],
  ['eq', { bases: { mol: 1 }, factor: one, metric: true }],
  ['[iU]', { bases: { IU: 1 }, factor: one, metric: true }],
  ['[IU]', { bases: { IU: 1 }, factor: one, metric: true }],
  ['[drp]', { bases: { drop: 1 }, factor: one, metric: false }],
  ['J', { bases: { J: 1 }, factor: one, metric: true }],
  ['W', { bases: { J: 1, s: -1 }, factor: one, metric: true }],
  ['A', { bases: { A: 1 }, factor: one, metric: true }],
  ['C', { bases: { A: 1, s: 1 }, factor: one, metric: true }],
  ['V', { bases: { A: -1, J: 1, s: -1 }, factor: one, metric: true }],
  ['Ohm', { bases: { A: -2, J: 1, s: -1 }, factor: one, metric: true }],
  ['Pa', { bases: { Pa: 1 }, factor: one, metric: true }],
  ['bar', { bases: { Pa: 1 }, factor: [100_000n, 1n], metric: true }],
  ['m[Hg]', { bases: { Pa: 1 }, factor: [133_322_387_415n, 1_000_000n], metric: true }],
  ['m[H2O]', { bases: { Pa: 1 }, factor: [980_665n, 100n], metric: true }],
  ['Gy', { bases: { Gy: 1 }, factor: one, metric: true }],
  ['Sv', { bases: { Sv: 1 }, factor: one, metric: true }],
  // Its zero is not that of kelvin, so it converts to nothing but itself.
  ['Cel', { bases: { Cel: 1 }, factor: one, metric: false }],
  ['deg', { bases: { deg: 1 }, factor: one, metric: false }],
])

const prefixes: ReadonlyMap<string, readonly [bigint, bigint]> = new Map([
  ['n', [1n, 1_000_000_000n]],
  ['u', [1n, 1_000_000n]],
  ['m', [1n, 1000n]],
  ['c', [1n, 100n]],
  ['d', [1n, 10n]],
  ['h', [100n, 1n]],
  ['k', [1000n, 1n]],
  ['M', [1_000_000n, 1n]],
  ['G', [1_000_000_000n, 1n]],
])

/** Reads a unit such as `mL/h` or `ug/kg/min`; undefined for one that is not known, so that none is guessed. */
export function parseUnit(text: string): Unit | undefined {
  if (text.length === 0 || text.length > unitCharactersMax) return undefined
  // Annotations such as `{beats}` change nothing (UCUM §6); text before the first "/" may be missing, as in `/min`.
  const plain = text.replaceAll(/\{[A-Za-z ]{1,20}\}/g, '') || '1'
  const parts = `${plain.startsWith('/') ? '1' : ''}${plain}`.split(/([/.])/)
  const bases = new Map<string, number>()
  let numerator = 1n
  let denominator = 1n
  for (let i = 0; i < parts.length; i += 2) {
    const part = partOf(parts[i] ?? '')
    if (part === undefined) return undefined
    const power = parts[i - 1] === '/' ? -part.exponent : part.exponent
    for (const [base, exponent] of Object.entries(part.bases))
      bases.set(base, (bases.get(base) ?? 0) + exponent * power)
    const [up, down] = power > 0 ? part.factor : [part.factor[1], part.factor[0]]
    numerator *= up ** BigInt(Math.abs(power))
    denominator *= down ** BigInt(Math.abs(power))
  }
  return { dimension: dimensionOf(bases), numerator, denominator }
}

/** The dimension of a unit after multiplication with a time: that of what a rate adds up to. */
export function dimensionOverTime(unit: Unit): string {
  const bases = new Map(
    unit.dimension
      .split('.')
      .filter((part) => part !== '')
      .map((part) => {
        const [, base = '', exponent = '0'] = /^([A-Za-z]+)(-?[0-9]+)$/.exec(part) ?? []
        return [base, Number(exponent)]
      }),
  )
  bases.set('s', (bases.get('s') ?? 0) + 1)
  return dimensionOf(bases)
}

/** An exact fraction: what one `from` is in `to`. Undefined where they measure different things. */
export function conversion(
  from: Unit,
  to: Unit,
): readonly [numerator: bigint, denominator: bigint] | undefined {
  if (from.dimension !== to.dimension) return undefined
  return [from.numerator * to.denominator, from.denominator * to.numerator]
}

function dimensionOf(bases: ReadonlyMap<string, number>): string {
  return [...bases]
    .filter(([, exponent]) => exponent !== 0)
    .map(([base, exponent]) => `${base}${exponent}`)
    .sort()
    .join('.')
}

interface Part {
  readonly bases: Readonly<Record<string, number>>
  readonly factor: readonly [bigint, bigint]
  readonly exponent: number
}

function partOf(text: string): Part | undefined {
  // `1` is the only number: factors such as `10*3/uL` belong into the value.
  const [, name = '', power] = text === '1' ? ['', '1'] : (/^(.+?)(-?[1-9])?$/.exec(text) ?? [])
  const exponent = power === undefined ? 1 : Number(power)
  if (Math.abs(exponent) > exponentMax) return undefined
  const whole = atoms.get(name)
  if (whole !== undefined) return { bases: whole.bases, factor: whole.factor, exponent }
  const prefix = prefixes.get(name.slice(0, 1))
  const atom = atoms.get(name.slice(1))
  if (prefix === undefined || atom?.metric !== true) return undefined
  const factor = [atom.factor[0] * prefix[0], atom.factor[1] * prefix[1]] as const
  return { bases: atom.bases, factor, exponent }
}
