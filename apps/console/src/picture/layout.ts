import type { ELK } from 'elkjs/lib/elk-api.js'
import type { Picture, PictureNode } from './picture.ts'

export interface Placed extends PictureNode {
  readonly x: number
  readonly y: number
}

/** Sizes in pixels; the style sheet draws to the same. */
export const sizes: Readonly<
  Record<PictureNode['kind'], { readonly width: number; readonly height: number }>
> = {
  actor: { width: 168, height: 58 },
  step: { width: 190, height: 76 },
  event: { width: 168, height: 92 },
  goal: { width: 168, height: 62 },
}

let engine: Promise<ELK> | undefined

/** Fetched when the first picture is drawn: it is most of the console's weight, and the fleet list needs none of it. */
function loadEngine(): Promise<ELK> {
  engine ??= import('elkjs/lib/elk.bundled.js').then(({ default: Elk }) => new Elk())
  return engine
}

/** Places a picture in layers, from actor to goal. Same picture, same places. */
export async function placed(picture: Picture, direction: 'RIGHT' | 'DOWN'): Promise<Placed[]> {
  const elk = await loadEngine()
  const { children = [] } = await elk.layout({
    id: 'picture',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': direction,
      'elk.spacing.nodeNode': '22',
      'elk.layered.spacing.nodeNodeBetweenLayers': '44',
      'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
    },
    children: picture.nodes.map(({ id, kind }) => ({ id, ...sizes[kind] })),
    edges: picture.edges.map(({ id, from, to }) => ({ id, sources: [from], targets: [to] })),
  })
  const places = new Map(children.map((child) => [child.id, child]))
  return picture.nodes.map((node) => ({
    ...node,
    x: places.get(node.id)?.x ?? 0,
    y: places.get(node.id)?.y ?? 0,
  }))
}
