import type { ELK, ElkNode } from 'elkjs/lib/elk-api.js'
import type { Picture, PictureNode } from './picture.ts'

export interface Placed extends PictureNode {
  readonly x: number
  readonly y: number
}

export interface Point {
  readonly x: number
  readonly y: number
}

export interface Layout {
  readonly nodes: readonly Placed[]
  /** By edge id: the corners of its way round the nodes. */
  readonly routes: ReadonlyMap<string, readonly Point[]>
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
export async function placed(picture: Picture, direction: 'RIGHT' | 'DOWN'): Promise<Layout> {
  const elk = await loadEngine()
  const wanted: ElkNode = {
    id: 'picture',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': direction,
      'elk.edgeRouting': 'ORTHOGONAL',
      'elk.spacing.nodeNode': '22',
      'elk.layered.spacing.nodeNodeBetweenLayers': '44',
      'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
    },
    children: picture.nodes.map(({ id, kind }) => ({ id, ...sizes[kind] })),
    edges: picture.edges.map(({ id, from, to }) => ({ id, sources: [from], targets: [to] })),
  }
  const { children = [], edges = [] } = await elk.layout(wanted)
  const places = new Map(children.map((child) => [child.id, child]))
  const nodes = picture.nodes.map((node) => ({
    ...node,
    x: places.get(node.id)?.x ?? 0,
    y: places.get(node.id)?.y ?? 0,
  }))
  const routes = edges.map(({ id, sections = [] }): [string, Point[]] => [
    id,
    sections.flatMap(({ startPoint, bendPoints = [], endPoint }) => [startPoint, ...bendPoints, endPoint]),
  ])
  return { nodes, routes: new Map(routes) }
}
