import { element, type Markup } from '../text/markup.ts'
import type { Shape } from './scene.ts'
import { metrics, type Point, type Rectangle } from './sizes.ts'

/** The outline of a box. */
export function outline(shape: Shape, { x, y, width, height }: Rectangle): Markup[] {
  const rectangle = (radius: number, kind: string): Markup =>
    element('rect', { class: `shape ${kind}`, x, y, width, height, rx: radius })
  switch (shape) {
    case 'external':
      return [rectangle(0, 'external')]
    case 'people':
      return [rectangle(Math.min(22, height / 2), 'people')]
    case 'process':
      return [rectangle(9, 'process')]
    case 'store':
      return drum(x, y, width, height)
    case 'key':
      return [polygon('shape key', hexagon(x, y, width, height))]
    case 'control':
      return [polygon('shape control', cutCorners(x, y, width, height))]
    case 'warning':
      return [
        rectangle(0, 'warning'),
        element('rect', { class: 'inner', x: x + 4, y: y + 4, width: width - 8, height: height - 8 }),
      ]
  }
}

function drum(x: number, y: number, width: number, height: number): Markup[] {
  const lid = metrics.lid
  const right = x + width
  const bottom = y + height - lid
  const top = y + lid
  const arc = (toX: number, toY: number, sweep: number): string =>
    `A ${width / 2} ${lid} 0 0 ${sweep} ${toX} ${toY}`
  return [
    element('path', {
      class: 'shape store',
      d: `M ${x} ${top} ${arc(right, top, 1)} L ${right} ${bottom} ${arc(x, bottom, 1)} Z`,
    }),
    element('path', { class: 'lid', d: `M ${x} ${top} ${arc(right, top, 0)}` }),
  ]
}

function hexagon(x: number, y: number, width: number, height: number): Point[] {
  const cut = metrics.padding
  return [
    { x: x + cut, y },
    { x: x + width - cut, y },
    { x: x + width, y: y + height / 2 },
    { x: x + width - cut, y: y + height },
    { x: x + cut, y: y + height },
    { x, y: y + height / 2 },
  ]
}

function cutCorners(x: number, y: number, width: number, height: number): Point[] {
  const cut = 9
  return [
    { x: x + cut, y },
    { x: x + width - cut, y },
    { x: x + width, y: y + cut },
    { x: x + width, y: y + height - cut },
    { x: x + width - cut, y: y + height },
    { x: x + cut, y: y + height },
    { x, y: y + height - cut },
    { x, y: y + cut },
  ]
}

export function polygon(kind: string, points: readonly Point[]): Markup {
  return element('polygon', {
    class: kind,
    points: points.map(({ x, y }) => `${round(x)},${round(y)}`).join(' '),
  })
}

/** An arrowhead that ends at `tip`, coming from `before`. */
export function arrowhead(before: Point, tip: Point): Markup {
  const length = Math.hypot(tip.x - before.x, tip.y - before.y) || 1
  const along = { x: (tip.x - before.x) / length, y: (tip.y - before.y) / length }
  const base = { x: tip.x - along.x * 10, y: tip.y - along.y * 10 }
  return polygon('head', [
    tip,
    { x: base.x - along.y * 4.5, y: base.y + along.x * 4.5 },
    { x: base.x + along.y * 4.5, y: base.y - along.x * 4.5 },
  ])
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
