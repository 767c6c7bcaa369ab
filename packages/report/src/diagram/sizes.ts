/** How large boxes and boundaries are before they have a place. */
import { textWidth, wrapText } from '../text/measure.ts'
import { type Box, type Group, isGroup } from './scene.ts'

export interface Point {
  readonly x: number
  readonly y: number
}

export interface Rectangle extends Point {
  readonly width: number
  readonly height: number
}

export interface PlacedBox extends Rectangle {
  readonly box: Box
  readonly title: readonly string[]
  readonly lines: readonly string[]
}

/** Sizes in pixels, shared by what places and what draws. */
export const metrics = {
  title: { size: 13, bold: true },
  line: { size: 11 },
  label: { size: 11 },
  heading: { size: 12, bold: true },
  titleHeight: 17,
  lineHeight: 15,
  padding: 12,
  /** Room above and below the words of a drum for its lid. */
  lid: 9,
  textMax: 176,
  labelMax: 170,
} as const

/** Rows of a group are broken at about this width, in pixels. */
const rowWidth = 700
const rowGap = 20
const sidePadding = 18

/** Sizes of everything in one scene, each found out once. */
export class Sizes {
  readonly #boxes = new Map<string, PlacedBox>()
  readonly #groups = new Map<string, { readonly width: number; readonly height: number }>()
  /** Places of the children of groups in rows, from the group's corner. */
  readonly inRows: Map<string, Point> = new Map()

  box(box: Box): PlacedBox {
    const known = this.#boxes.get(box.id)
    if (known !== undefined) return known
    const sized = sizeOf(box)
    this.#boxes.set(box.id, sized)
    return sized
  }

  /** Of a group in layers this is a lower bound: its final size is the layout's. */
  of(node: Box | Group): { readonly width: number; readonly height: number } {
    if (!isGroup(node)) {
      const { width, height } = this.box(node)
      return { width, height }
    }
    const known = this.#groups.get(node.id)
    if (known !== undefined) return known
    const sized = node.rows === true ? this.#rows(node) : this.#atLeast(node)
    this.#groups.set(node.id, sized)
    return sized
  }

  #atLeast(group: Group): { readonly width: number; readonly height: number } {
    const widest = Math.max(0, ...group.children.map((child) => this.of(child).width))
    return { width: widest + 2 * sidePadding, height: 0 }
  }

  #rows(group: Group): { readonly width: number; readonly height: number } {
    const children = group.children.map((child) => ({ id: child.id, ...this.of(child) }))
    const left = sidePadding
    let [x, y, tallest, right] = [left, 0, 0, 0]
    for (const { id, width, height } of children) {
      if (x > left && x + width > rowWidth) {
        ;[x, y, tallest] = [left, y + tallest + rowGap, 0]
      }
      this.inRows.set(id, { x, y })
      right = Math.max(right, x + width)
      tallest = Math.max(tallest, height)
      x += width + rowGap
    }
    const size = { width: right + sidePadding, height: 0 }
    this.#groups.set(group.id, size)
    const top = topOf(group, this)
    for (const { id } of children) {
      const at = this.inRows.get(id)
      if (at !== undefined) this.inRows.set(id, { x: at.x, y: at.y + top })
    }
    return { width: size.width, height: top + y + tallest + sidePadding }
  }
}

/** The heading of a boundary, wrapped to what its content is wide at least. */
export function headingLines(group: Group, sizes: Sizes): string[] {
  const width = Math.max(60, sizes.of(group).width - 2 * metrics.padding)
  return wrapText(group.title, metrics.heading, width)
}

/** Room that the heading takes above the content. */
export function topOf(group: Group, sizes: Sizes): number {
  return headingLines(group, sizes).length * metrics.titleHeight + 2 * metrics.padding
}

export function sizeOf(box: Box): PlacedBox {
  const title = wrapText(box.title, metrics.title, metrics.textMax)
  const lines = box.lines.flatMap((line) => wrapText(line, metrics.line, metrics.textMax))
  const widest = Math.max(
    40,
    ...title.map((line) => textWidth(line, metrics.title)),
    ...lines.map((line) => textWidth(line, metrics.line)),
  )
  const lids = box.shape === 'store' ? 2 * metrics.lid : 0
  const height =
    title.length * metrics.titleHeight + lines.length * metrics.lineHeight + 2 * metrics.padding + lids
  // Keys and controls have slanted ends.
  const slant = box.shape === 'key' || box.shape === 'control' ? 2 * metrics.padding : 0
  return { box, title, lines, x: 0, y: 0, width: widest + 2 * metrics.padding + slant, height }
}
