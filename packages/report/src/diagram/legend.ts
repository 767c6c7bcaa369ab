import { element, type Markup } from '../text/markup.ts'
import { textWidth } from '../text/measure.ts'
import type { Placed } from './layout.ts'
import type { Boundary, LineStyle, Shape } from './scene.ts'
import { arrowhead, outline } from './shapes.ts'
import { metrics } from './sizes.ts'

export interface Legend {
  readonly parts: readonly Markup[]
  readonly width: number
  readonly height: number
}

export interface LegendItem {
  readonly text: string
  readonly draw: (x: number, y: number) => readonly Markup[]
}

const shapeNames: Readonly<Record<Shape, string>> = {
  external: 'outside the device',
  process: 'process',
  store: 'data store',
  key: 'key',
  control: 'check',
  people: 'people',
  warning: 'needs attention, as its text says',
}
const boundaryNames: Readonly<Record<Boundary, string>> = {
  device: 'the device',
  host: 'one computer',
  zone: 'trust zone',
  group: 'belong together',
}
const lineNames: Readonly<Record<LineStyle, string>> = {
  internal: 'inside the device',
  physical: 'by touch or plug',
  wireless: 'wireless',
  network: 'ward or hospital network',
  internet: 'internet',
  dormant: 'dormant interface',
  relation: 'leads to',
}
const swatch = { width: 34, height: 18 }
const rowHeight = 26
const gap = 18

/** Names what is in the picture and nothing else. */
export function legendOf(placed: Placed, x: number, y: number, width: number): Legend {
  return drawLegend(itemsOf(placed), x, y, width)
}

/** Lays legend items out in rows no wider than `width`. */
export function drawLegend(items: readonly LegendItem[], x: number, y: number, width: number): Legend {
  const parts: Markup[] = []
  let [left, row, widest] = [x, 0, 0]
  for (const { text, draw } of items) {
    const wide = swatch.width + 8 + textWidth(text, metrics.line)
    if (left > x && left + wide > x + width) {
      left = x
      row += 1
    }
    const top = y + row * rowHeight
    const words = element('text', { x: left + swatch.width + 8, y: top + 13 }, text)
    parts.push(...draw(left, top), words)
    widest = Math.max(widest, left + wide - x)
    left += wide + gap
  }
  return { parts, width: widest, height: items.length === 0 ? 0 : (row + 1) * rowHeight }
}

function itemsOf({ boxes, groups, flows }: Placed): LegendItem[] {
  const boundaries = names(
    boundaryNames,
    groups.map(({ group }) => group.boundary),
  )
  return [
    ...shapeItems(boxes.map(({ box }) => box.shape)),
    ...boundaries.map(([boundary, text]) => ({
      text,
      draw: (x: number, y: number) => [element('rect', { class: `boundary ${boundary}`, x, y, ...swatch })],
    })),
    ...lineItems(flows.map(({ flow }) => flow.line)),
    ...(flows.some(({ flow }) => flow.heavy)
      ? [
          {
            text: 'heavy: carries patient data',
            draw: (x: number, y: number) => sample('flow heavy', x, y),
          },
        ]
      : []),
    ...(flows.some(({ flow }) => flow.initiated) ? [initiator] : []),
  ]
}

export function shapeItems(used: readonly Shape[]): LegendItem[] {
  return names(shapeNames, used).map(([shape, text]) => ({
    text,
    draw: (x, y) => outline(shape, { x, y, ...swatch }),
  }))
}

export function lineItems(used: readonly LineStyle[]): LegendItem[] {
  return names(lineNames, used).map(([line, text]) => ({
    text,
    draw: (x, y) => sample(`flow ${line}`, x, y),
  }))
}

export const initiator: LegendItem = {
  text: 'the dot: who starts it',
  draw: (x, y) => [...sample('flow', x, y), element('circle', { class: 'head', cx: x + 4, cy: y + 9, r: 4 })],
}

function sample(kind: string, x: number, y: number): Markup[] {
  const line = { x1: x, y1: y + 9, x2: x + swatch.width - 8, y2: y + 9 }
  return [
    element('line', { class: kind, ...line }),
    arrowhead({ x, y: y + 9 }, { x: x + swatch.width, y: y + 9 }),
  ]
}

/** The entries of a table of names that are used, in the table's order. */
function names<T extends string>(table: Readonly<Record<T, string>>, used: readonly T[]): [T, string][] {
  const seen = new Set(used)
  return (Object.entries(table) as [T, string][]).filter(([key]) => seen.has(key))
}
