import { element, type Markup, plain } from '../text/markup.ts'
import { textWidth, wrapText } from '../text/measure.ts'
import type { Placed, PlacedFlow, PlacedGroup } from './layout.ts'
import { legendOf } from './legend.ts'
import { metrics, type PlacedBox, type Rectangle } from './sizes.ts'
import { arrowhead, outline } from './shapes.ts'
import { diagramSheet } from './sheet.ts'

/** A finished picture. */
export interface Picture {
  readonly id: string
  readonly title: string
  readonly description: string
  /** In pixels at which every word is legible. */
  readonly width: number
  readonly height: number
  /** The picture without its sheet, to stand in a page that has it. */
  readonly inline: Markup
  /** A whole file: nothing outside of it is needed. */
  readonly svg: string
}

const margin = 16
const captionHeight = 30
const caption = { size: 16, bold: true }

/** Draws what has its place, with title, description and a legend of what is in it. */
export function drawScene(placed: Placed): Picture {
  const { scene } = placed
  const legend = legendOf(
    placed,
    margin,
    captionHeight + placed.height + 8,
    Math.max(placed.width, 640) - margin,
  )
  const body = element(
    'g',
    { transform: `translate(0 ${captionHeight})` },
    ...placed.groups.map(drawGroup),
    ...placed.flows.flatMap(drawRoute),
    ...placed.groups.map(drawHeading),
    ...placed.flows.flatMap(drawLabel),
    ...placed.boxes.flatMap(drawBox),
  )
  return frame(scene, {
    width: Math.max(placed.width, legend.width + 2 * margin),
    height: captionHeight + placed.height + legend.height + margin,
    parts: [body, ...legend.parts],
  })
}

/** Puts a picture's parts under its caption, with what a reader that does not see it is told. */
export function frame(
  { id, title, description }: { readonly id: string; readonly title: string; readonly description: string },
  content: { readonly width: number; readonly height: number; readonly parts: readonly Markup[] },
): Picture {
  const words = wrapText(title, caption, Math.max(content.width - 2 * margin, 320))
  const extra = (words.length - 1) * 20
  const width = Math.ceil(
    Math.max(content.width, ...words.map((line) => textWidth(line, caption) + 2 * margin)),
  )
  const height = Math.ceil(content.height + extra)
  const draw = (sheet: readonly Markup[]): Markup =>
    element(
      'svg',
      {
        xmlns: 'http://www.w3.org/2000/svg',
        class: 'picture',
        role: 'img',
        'aria-labelledby': `${id}-title ${id}-description`,
        width,
        height,
        viewBox: `0 0 ${width} ${height}`,
      },
      element('title', { id: `${id}-title` }, title),
      element('desc', { id: `${id}-description` }, description),
      ...sheet,
      element('rect', { class: 'paper', x: 0, y: 0, width, height }),
      ...words.map((line, index) =>
        element('text', { class: 'caption', x: margin, y: 22 + index * 20 }, line),
      ),
      element('g', { transform: `translate(0 ${extra})` }, ...content.parts),
    )
  const alone = draw([element('style', {}, { markup: diagramSheet })])
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>'
  return {
    id,
    title: plain(title),
    description: plain(description),
    width,
    height,
    inline: draw([]),
    svg: `${declaration}\n${alone.markup}\n`,
  }
}

function drawGroup({ group, x, y, width, height }: PlacedGroup): Markup {
  const rx = group.boundary === 'device' ? 14 : 6
  return element('rect', { class: `boundary ${group.boundary}`, x, y, width, height, rx })
}

function drawHeading({ heading, x, y }: PlacedGroup): Markup {
  const lines = heading.map((line, index) =>
    element(
      'text',
      { class: 'heading', x: x + metrics.padding, y: y + 18 + index * metrics.titleHeight },
      line,
    ),
  )
  return element('g', {}, ...lines)
}

function drawBox(placed: PlacedBox): Markup[] {
  const { box, title, lines, x, y, width } = placed
  const top = y + metrics.padding + (box.shape === 'store' ? metrics.lid : 0)
  const centre = { x: x + width / 2, 'text-anchor': 'middle' }
  const under = top + title.length * metrics.titleHeight
  return [
    ...outline(box.shape, placed),
    ...title.map((line, index) =>
      element('text', { class: 'title', ...centre, y: top + 12 + index * metrics.titleHeight }, line),
    ),
    ...lines.map((line, index) =>
      element('text', { ...centre, y: under + 11 + index * metrics.lineHeight }, line),
    ),
  ]
}

function drawRoute({ flow, route }: PlacedFlow): Markup[] {
  const [start, second] = route
  const [beforeEnd, end] = route.slice(-2)
  if (start === undefined || second === undefined || beforeEnd === undefined || end === undefined) return []
  const points = route.map(({ x, y }) => `${Math.round(x * 100) / 100},${Math.round(y * 100) / 100}`)
  const kind = `flow ${flow.line}${flow.heavy ? ' heavy' : ''}`
  return [
    element('polyline', { class: kind, points: points.join(' ') }),
    arrowhead(beforeEnd, end),
    ...(flow.heads === 'both' ? [arrowhead(second, start)] : []),
    ...(flow.initiated ? [dot(start, second, flow.heads === 'both' ? 14 : 4)] : []),
  ]
}

function dot(start: { x: number; y: number }, next: { x: number; y: number }, distance: number): Markup {
  const length = Math.hypot(next.x - start.x, next.y - start.y) || 1
  const share = distance / length
  const [cx, cy] = [start.x + (next.x - start.x) * share, start.y + (next.y - start.y) * share]
  return element('circle', { class: 'head', cx, cy, r: 4 })
}

function drawLabel({ label }: PlacedFlow): Markup[] {
  return label === undefined ? [] : drawWords(label, label.lines)
}

/** Words on the paper's colour, so that a line behind them does not cross them out. */
export function drawWords({ x, y, width, height }: Rectangle, lines: readonly string[]): Markup[] {
  return [
    element('rect', { class: 'label', x, y, width, height }),
    ...lines.map((line, index) =>
      element(
        'text',
        { x: x + width / 2, 'text-anchor': 'middle', y: y + 12 + index * metrics.lineHeight },
        line,
      ),
    ),
  ]
}
