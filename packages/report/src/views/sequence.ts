import type { Component, DeviceFile, Interface, UseCase } from '@pericard/model'
import { drawWords, frame, type Picture } from '../diagram/draw.ts'
import { drawLegend, initiator, type LegendItem, lineItems, shapeItems } from '../diagram/legend.ts'
import { arrowhead, outline } from '../diagram/shapes.ts'
import { metrics, sizeOf } from '../diagram/sizes.ts'
import { plural } from '../table.ts'
import { element, type Markup } from '../text/markup.ts'
import { textWidth, wrapText } from '../text/measure.ts'
import { componentShape } from './system-parts.ts'
import { interfaceFlow, lineOf } from './view.ts'

export interface SequenceOf {
  readonly id: string
  readonly title: string
  readonly cases: readonly UseCase[]
}

interface Row {
  readonly text: readonly string[]
  readonly one: Interface
}

const columnGap = 214
const labelMax = 182
const side = 24
const captionHeight = 34
const headPadding = 16
const arrowRoom = 18

/** A sequence diagram: systems side by side, time downwards, one frame for each use case. */
export function drawSequence(file: DeviceFile, { id, title, cases }: SequenceOf): Picture {
  const interfaces = cases.flatMap((one) => rowsOf(file, one).map((row) => row.one))
  const people = participants(file, interfaces)
  const columns = new Map(people.map((one, index) => [one.id, side + 110 + index * columnGap]))
  // A message to itself is drawn to the right of its line.
  const width = side * 2 + 220 + Math.max(0, people.length - 1) * columnGap
  const heads = people.map((one) => sizeOf(headBox(one)))
  const headHeight = Math.max(0, ...heads.map(({ height }) => height))
  let y = captionHeight + headHeight + headPadding
  const frames: Markup[] = []
  for (const one of cases) {
    const drawn = drawCase(file, one, columns, { y, width })
    frames.push(...drawn.parts)
    y += drawn.height + headPadding
  }
  const lifelines = [...columns.values()].map((x) =>
    element('line', { class: 'life', x1: x, y1: captionHeight + headHeight, x2: x, y2: y - headPadding }),
  )
  const boxes = people.flatMap((one, index) => {
    const sized = heads[index]
    const x = columns.get(one.id)
    return sized === undefined || x === undefined ? [] : drawHead(sized, x, captionHeight, headHeight)
  })
  const legend = drawLegend(legendItems(people, interfaces), side, y, width - 2 * side)
  return frame(
    {
      id,
      title,
      description: `${plural(cases.length, 'use case')} between ${people.map(({ name }) => name).join(', ')}, from top to bottom.`,
    },
    {
      width: Math.max(width, legend.width + 2 * side),
      height: y + legend.height + 8,
      parts: [...lifelines, ...frames, ...boxes, ...legend.parts],
    },
  )
}

function rowsOf(file: DeviceFile, { interfaces }: UseCase): Row[] {
  return interfaces.flatMap((id) => {
    const one = file.interfaces.find((each) => each.id === id)
    if (one === undefined) return []
    const zones = [one.from, one.to].map((end) => file.components.find((each) => each.id === end)?.zone ?? '')
    const crossing = zones[0] === zones[1] ? [] : [`zone ${zones[0]} → ${zones[1]}`]
    const signed =
      one.authentication.length === 0 ? 'no authentication' : `checked: ${one.authentication.join(', ')}`
    const lines = [...interfaceFlow(file, one).lines, ...crossing, signed]
    return [{ one, text: lines.flatMap((line) => wrapText(line, metrics.label, labelMax)) }]
  })
}

function participants(file: DeviceFile, interfaces: readonly Interface[]): Component[] {
  const ids = [...new Set(interfaces.flatMap(({ from, to }) => [from, to]))]
  return ids.flatMap((id) => file.components.filter((one) => one.id === id))
}

function headBox(one: Component): Parameters<typeof sizeOf>[0] {
  return {
    id: one.id,
    shape: componentShape(one),
    title: one.name,
    lines: [one.external ? 'outside the device' : `zone ${one.zone}`],
  }
}

function drawHead(sized: ReturnType<typeof sizeOf>, x: number, y: number, height: number): Markup[] {
  const { box, title, lines, width } = sized
  const top = y + metrics.padding + (box.shape === 'store' ? metrics.lid : 0)
  return [
    ...outline(box.shape, { x: x - width / 2, y, width, height }),
    ...title.map((line, index) =>
      element(
        'text',
        { class: 'title', x, 'text-anchor': 'middle', y: top + 12 + index * metrics.titleHeight },
        line,
      ),
    ),
    ...lines.map((line, index) =>
      element(
        'text',
        {
          x,
          'text-anchor': 'middle',
          y: top + 11 + title.length * metrics.titleHeight + index * metrics.lineHeight,
        },
        line,
      ),
    ),
  ]
}

function drawCase(
  file: DeviceFile,
  one: UseCase,
  columns: ReadonlyMap<string, number>,
  { y, width }: { readonly y: number; readonly width: number },
): { readonly parts: Markup[]; readonly height: number } {
  const inner = width - 2 * side
  const heading = wrapText(`${one.name}: ${one.purpose}`, metrics.heading, inner - 2 * metrics.padding)
  let row = y + metrics.padding + heading.length * metrics.titleHeight + 6
  const parts: Markup[] = []
  for (const { one: through, text } of rowsOf(file, one)) {
    const from = columns.get(through.from) ?? 0
    const to = columns.get(through.to) ?? 0
    const height = text.length * metrics.lineHeight + 2
    parts.push(...drawMessage(file, through, { from, to, y: row, text, height }))
    row += height + arrowRoom
  }
  const total = row - y + 4
  const box = element('rect', { class: 'boundary group', x: side, y, width: inner, height: total, rx: 6 })
  const words = heading.map((line, index) =>
    element(
      'text',
      { class: 'heading', x: side + metrics.padding, y: y + 18 + index * metrics.titleHeight },
      line,
    ),
  )
  return { parts: [box, ...words, ...parts], height: total }
}

interface MessageAt {
  readonly from: number
  readonly to: number
  readonly y: number
  readonly text: readonly string[]
  readonly height: number
}

function drawMessage(file: DeviceFile, through: Interface, at: MessageAt): Markup[] {
  const { from, to, y, text, height } = at
  const flow = interfaceFlow(file, through)
  const kind = `flow ${flow.line}${flow.heavy ? ' heavy' : ''}`
  const arrow = y + height + 6
  const wide = Math.max(...text.map((line) => textWidth(line, metrics.label))) + 8
  if (from === to) {
    const loop = `M ${from} ${y + 4} h 30 V ${arrow} h -30`
    const tip = { x: from, y: arrow }
    return [
      element('path', { class: kind, d: loop }),
      arrowhead({ x: from + 30, y: arrow }, tip),
      ...drawWords({ x: from - wide - 6, y, width: wide, height }, text),
    ]
  }
  return [
    ...drawWords({ x: (from + to) / 2 - wide / 2, y, width: wide, height }, text),
    element('line', { class: kind, x1: from, y1: arrow, x2: to, y2: arrow }),
    arrowhead({ x: from, y: arrow }, { x: to, y: arrow }),
    element('circle', { class: 'head', cx: from, cy: arrow, r: 4 }),
  ]
}

function legendItems(people: readonly Component[], interfaces: readonly Interface[]): LegendItem[] {
  return [
    ...shapeItems(people.map(componentShape)),
    ...lineItems(interfaces.map(lineOf)),
    initiator,
    {
      text: 'heavy: carries patient data',
      draw: (x, y) => [element('line', { class: 'flow heavy', x1: x, y1: y + 9, x2: x + 34, y2: y + 9 })],
    },
  ]
}
