import type { ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk.bundled.js'
import { textWidth, wrapText } from '../text/measure.ts'
import { type Box, type Flow, type Group, isGroup, type Scene } from './scene.ts'
import { headingLines, metrics, type PlacedBox, type Point, type Rectangle, Sizes, topOf } from './sizes.ts'

export interface PlacedGroup extends Rectangle {
  readonly group: Group
  readonly heading: readonly string[]
}

export interface PlacedFlow {
  readonly flow: Flow
  readonly route: readonly Point[]
  readonly label?: Rectangle & { readonly lines: readonly string[] }
}

export interface Placed {
  readonly scene: Scene
  readonly width: number
  readonly height: number
  readonly boxes: readonly PlacedBox[]
  /** Outer before inner. */
  readonly groups: readonly PlacedGroup[]
  readonly flows: readonly PlacedFlow[]
}

interface Engine {
  layout(graph: ElkNode): Promise<ElkNode>
}

let engine: Promise<Engine> | undefined

/** Loaded when the first picture is drawn: it is large, and most who import this package draw none. */
function loadEngine(): Promise<Engine> {
  engine ??= import('elkjs/lib/elk.bundled.js').then(({ default: module }) => {
    // The package is CommonJS: what TypeScript calls its default hangs on `default` at run time or is the module itself.
    const Elk = ('default' in module ? module.default : module) as typeof module.default
    return new Elk()
  })
  return engine
}

/** Gives everything in a scene its place, in layers along the scene's direction. Same scene, same places. */
export async function layoutScene(scene: Scene): Promise<Placed> {
  const sizes = new Sizes()
  const root: ElkNode = {
    id: '$root',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': scene.direction,
      'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
      'elk.edgeRouting': 'ORTHOGONAL',
      'elk.json.edgeCoords': 'ROOT',
      'elk.json.shapeCoords': 'ROOT',
      'elk.padding': '[top=16,left=16,bottom=16,right=16]',
      'elk.spacing.nodeNode': '26',
      'elk.spacing.edgeNode': '18',
      'elk.spacing.edgeEdge': '14',
      'elk.spacing.edgeLabel': '4',
      'elk.spacing.labelNode': '8',
      'elk.spacing.labelLabel': '8',
      'elk.layered.spacing.nodeNodeBetweenLayers': '34',
      'elk.layered.spacing.edgeNodeBetweenLayers': '16',
      'elk.layered.spacing.edgeEdgeBetweenLayers': '12',
      'elk.layered.edgeLabels.sideSelection': 'ALWAYS_DOWN',
      'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
      'elk.layered.cycleBreaking.strategy': 'DEPTH_FIRST',
    },
    children: scene.nodes.map((node) => elkNode(node, sizes)),
    edges: scene.flows.map(elkEdge),
  }
  const placed = await (await loadEngine()).layout(root)
  return {
    scene,
    width: placed.width ?? 0,
    height: placed.height ?? 0,
    ...collect(scene, placed, sizes),
    flows: scene.flows.map((flow, index) => placedFlow(flow, placed.edges?.[index])),
  }
}

function elkNode(node: Box | Group, sizes: Sizes): ElkNode {
  const size = sizes.of(node)
  if (!isGroup(node) || node.rows === true) return { id: node.id, ...size }
  return {
    id: node.id,
    layoutOptions: { 'elk.padding': `[top=${topOf(node, sizes)},left=18,bottom=18,right=18]` },
    children: node.children.map((child) => elkNode(child, sizes)),
  }
}

function elkEdge(flow: Flow): ElkExtendedEdge {
  const lines = labelLines(flow)
  const width = Math.max(0, ...lines.map((line) => textWidth(line, metrics.label)))
  const label = {
    // A label without text is left where it is; its size is ours.
    text: flow.id,
    width: width + 8,
    height: lines.length * metrics.lineHeight + 2,
    layoutOptions: { 'elk.edgeLabels.placement': 'CENTER' },
  }
  return { id: flow.id, sources: [flow.from], targets: [flow.to], labels: lines.length === 0 ? [] : [label] }
}

function labelLines(flow: Flow): string[] {
  return flow.lines.flatMap((line) => wrapText(line, metrics.label, metrics.labelMax))
}

function collect(scene: Scene, placed: ElkNode, sizes: Sizes): Pick<Placed, 'boxes' | 'groups'> {
  const places = new Map<string, Rectangle>()
  const note = (node: ElkNode): void => {
    const { x = 0, y = 0, width = 0, height = 0 } = node
    places.set(node.id, { x, y, width, height })
    for (const child of node.children ?? []) note(child)
  }
  note(placed)
  const boxes: PlacedBox[] = []
  const groups: PlacedGroup[] = []
  const visit = (node: Box | Group, within: Point): void => {
    const inRows = sizes.inRows.get(node.id)
    const place = places.get(node.id) ?? {
      x: within.x + (inRows?.x ?? 0),
      y: within.y + (inRows?.y ?? 0),
      ...sizes.of(node),
    }
    if (!isGroup(node)) {
      boxes.push({ ...sizes.box(node), ...place })
      return
    }
    groups.push({ group: node, heading: headingLines(node, sizes), ...place })
    for (const child of node.children) visit(child, place)
  }
  for (const node of scene.nodes) visit(node, { x: 0, y: 0 })
  return { boxes, groups }
}

function placedFlow(flow: Flow, edge: ElkExtendedEdge | undefined): PlacedFlow {
  const route = (edge?.sections ?? []).flatMap(({ startPoint, bendPoints = [], endPoint }) => [
    startPoint,
    ...bendPoints,
    endPoint,
  ])
  const [label] = edge?.labels ?? []
  if (label === undefined) return { flow, route }
  const { x = 0, y = 0, width = 0, height = 0 } = label
  return { flow, route, label: { x, y, width, height, lines: labelLines(flow) } }
}
