import { compareNumerals, compareText, isNumeral, type Order, orderBy } from './order.ts'

/** A number or a word of a version, with what stands before it. */
interface Token {
  readonly separator: '.' | '-'
  readonly text: string
}

/** Words that have a place; `''` is the release itself. */
const places: Readonly<Record<string, number>> = {
  alpha: 0,
  beta: 1,
  milestone: 2,
  rc: 3,
  cr: 3,
  snapshot: 4,
  '': 5,
  ga: 5,
  final: 5,
  release: 5,
  sp: 6,
}
const otherWords = 7
const shortWords: Readonly<Record<string, string>> = { a: 'alpha', b: 'beta', m: 'milestone' }

/**
 * Order of Maven artifacts (Maven, POM reference, "Version Order Specification"): parts between dots, hyphens and changes
 * of digits to letters; trailing nulls (0, ga, final, release) are dropped at the end and before each hyphen.
 *
 * Maven's order has cycles, and so has this one: `2.0.rc` < `2.0` < `2.0-1` < `2.0.rc`. Only versions with a word right
 * after a dot, or at the start, are in them.
 */
export const compareMaven: Order = orderBy(parseMaven, compareTokens, 'cyclic')

function parseMaven(text: string): Token[] | undefined {
  if (text === '' || /[\s\p{Cc}]/u.test(text)) return undefined
  const tokens: Token[] = []
  let separator: Token['separator'] = '.'
  const pieces = text.toLowerCase().match(/[0-9]+|[^0-9.-]+|[.-]/g) ?? []
  let [wanted, afterPart] = [true, false]
  for (const [index, piece] of pieces.entries()) {
    if (piece === '.' || piece === '-') {
      // Nothing between two separators is 0.
      if (wanted) push(tokens, { separator, text: '0' })
      separator = piece
      wanted = true
      afterPart = false
      continue
    }
    // A change of digits to letters or back is a hyphen.
    if (afterPart) separator = '-'
    push(tokens, { separator, text: wordOf(piece, pieces[index + 1]) })
    wanted = false
    afterPart = true
  }
  dropNulls(tokens)
  return tokens
}

function push(tokens: Token[], token: Token): void {
  if (token.separator === '-') dropNulls(tokens)
  tokens.push(token)
}

function dropNulls(tokens: Token[]): void {
  while (tokens.length > 0 && isNull(tokens.at(-1)?.text ?? '')) tokens.pop()
}

function isNull(text: string): boolean {
  return /^0+$/.test(text) || (!isNumeral(text) && placeOf(text) === places[''])
}

function wordOf(piece: string, next: string | undefined): string {
  return next !== undefined && isNumeral(next) ? (shortWords[piece] ?? piece) : piece
}

function compareTokens(a: readonly Token[], b: readonly Token[]): number {
  const length = Math.max(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const [left, right] = [a[i], b[i]]
    const difference =
      left === undefined || right === undefined
        ? Number(left !== undefined && sign(left)) - Number(right !== undefined && sign(right))
        : compareToken(left, right)
    if (difference !== 0) return difference
  }
  return 0
}

/** Where a token stands to the end of the version: a word as its place says, a number after it or level with it. */
function sign({ text }: Token): number {
  if (isNumeral(text)) return /^0+$/.test(text) ? 0 : 1
  return placeOf(text) - (places[''] ?? 0)
}

function compareToken(a: Token, b: Token): number {
  const difference = rankOf(a) - rankOf(b)
  if (difference !== 0) return difference
  if (isNumeral(a.text)) return compareNumerals(a.text, b.text)
  const [one, other] = [placeOf(a.text), placeOf(b.text)]
  return one - other || (one === otherWords ? compareText(a.text, b.text) : 0)
}

/** A word after a dot, a word after a hyphen, a number after a hyphen, a number after a dot. */
function rankOf({ separator, text }: Token): number {
  if (isNumeral(text)) return separator === '.' ? 3 : 2
  return separator === '.' ? 0 : 1
}

function placeOf(word: string): number {
  return Object.hasOwn(places, word) ? (places[word] ?? otherWords) : otherWords
}
