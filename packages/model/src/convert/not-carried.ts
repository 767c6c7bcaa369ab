import type { Position } from '../types.ts'
import { isMap, positionOf, quote, type Spot, type Tree, type TreeMap } from '../parse/tree.ts'
import type { Fate, Session } from './cursor.ts'

/** A statement of the source that the device file does not have. */
export interface NotCarried {
  /** Path in the source, such as `technical_assets.Bedside hub.machine`. */
  readonly where: string
  /** The same with `*` for what differs from element to element: what belongs together has it in common. */
  readonly kind: string
  /** The statement, shortened. */
  readonly what: string
  readonly why: string
  readonly position: Position
}

const noPlace = 'A device file has no place for it'

/**
 * Everything in the source that nobody read. It follows from what the converter asked for and from nothing else, so a key
 * that the converter does not know is listed like one that it knows and leaves. Empty values say nothing and are left out.
 */
export function notCarriedOf(root: TreeMap, session: Session): readonly NotCarried[] {
  const found: NotCarried[] = []
  collect(root, { where: '', kind: '', named: false }, session, found)
  return found
}

interface At {
  readonly where: string
  readonly kind: string
  /** Whether the keys here are names that people gave. */
  readonly named: boolean
}

function collect(value: Tree, at: At, session: Session, found: NotCarried[]): void {
  if (typeof value !== 'object' || value === null) return
  const fates = session.fates.get(value)
  for (const [key, spot] of session.places.get(value)?.entries ?? []) {
    const entry = (value as Record<string | number, Tree>)[key] ?? null
    const fate: Fate = fates?.get(key) ?? { why: noPlace }
    const inner: At = {
      where: join(at.where, String(key)),
      kind: join(at.kind, at.named || typeof key === 'number' ? '*' : String(key)),
      named: fate === 'named',
    }
    if (typeof fate === 'string') collect(entry, inner, session, found)
    else
      for (const { spot: own = spot, ...one } of statementsOf(entry, inner, session))
        found.push({ ...one, ...fate, position: positionOf(own, 'key') })
  }
}

type Statement = Pick<NotCarried, 'where' | 'kind' | 'what'> & { readonly spot?: Spot | undefined }

/** A list of maps that was left, or a map of maps at the top, is one statement for each of them. */
function statementsOf(value: Tree, { where, kind }: At, { places }: Session): Statement[] {
  if (isEmpty(value)) return []
  if (typeof value !== 'object' || value === null) return [{ where, kind, what: say(value) }]
  const entries = Object.entries(value)
  const several = Array.isArray(value) || !where.includes('.')
  if (!several || !entries.every(([, entry]) => isMap(entry))) return [{ where, kind, what: say(value) }]
  const spots = places.get(value)?.entries
  return entries.map(([key, entry]) => ({
    spot: spots?.get(Array.isArray(value) ? Number(key) : key),
    where: join(where, key),
    kind: join(kind, '*'),
    what: Array.isArray(value) ? say(entry) : `${quote(key)}: ${say(entry)}`,
  }))
}

function isEmpty(value: Tree): boolean {
  if (value === null || value === '') return true
  return typeof value === 'object' && Object.keys(value).length === 0
}

const labels = ['name', 'title', 'id', 'ref', 'threat']
/** Shown of a list or map at most. */
const shownMax = 5

function say(value: Tree): string {
  if (typeof value === 'string') return quote(value)
  if (Array.isArray(value))
    return `${value.length} ${value.length === 1 ? 'entry' : 'entries'}: ${some(value.map(brief))}`
  if (!isMap(value)) return String(value)
  const label = labels.map((key) => value[key]).find((text) => typeof text === 'string' && text !== '')
  return typeof label === 'string'
    ? quote(label)
    : some(Object.entries(value).map(([key, entry]) => `${key} ${brief(entry)}`))
}

function brief(value: Tree): string {
  if (typeof value === 'string') return quote(value)
  if (typeof value !== 'object' || value === null) return String(value)
  return Array.isArray(value) ? `(${value.length})` : '(…)'
}

function some(texts: readonly string[]): string {
  const rest = texts.length - shownMax
  return [...texts.slice(0, shownMax), ...(rest > 0 ? [`${rest} more`] : [])].join(', ')
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`
}
