import {
  Background,
  Controls,
  Handle,
  MarkerType,
  Position,
  ReactFlow,
  BaseEdge,
  type Edge,
  type EdgeProps,
  type EdgeTypes,
  type Node,
  type NodeProps,
  type NodeTypes,
} from '@xyflow/react'
import { useEffect, useState, type ReactElement } from 'react'
import { placed, sizes, type Layout, type Placed, type Point } from '../picture/layout.ts'
import type { Picture } from '../picture/picture.ts'

type Routed = Edge<{ readonly points: readonly Point[] }>
type Drawn = Node<{
  readonly node: Placed
  readonly happened: boolean
  readonly onEvent: (event: string) => void
}>

/** Draws a picture; an event in it can be clicked to assume that it has happened. */
export function AttackPicture(props: {
  readonly picture: Picture
  readonly label: string
  /** Events that have happened already: assumed by the reader or by the level. */
  readonly happened: ReadonlySet<string>
  readonly onEvent: (event: string) => void
}): ReactElement {
  const { picture, onEvent } = props
  const [{ nodes, routes }, setLayout] = useState<Layout>({ nodes: [], routes: new Map() })
  useEffect(() => {
    let current = true
    void placed(picture, 'DOWN').then((value) => current && setLayout(value))
    return () => {
      current = false
    }
  }, [picture])
  const drawn = nodes.map(
    (node): Drawn => ({
      id: node.id,
      type: node.kind,
      position: { x: node.x, y: node.y },
      ...sizes[node.kind],
      data: { node, happened: props.happened.has(node.event ?? ''), onEvent },
    }),
  )
  const edges = picture.edges.map(
    ({ id, from, to }): Routed => ({
      id,
      type: 'routed',
      data: { points: routes.get(id) ?? [] },
      source: from,
      target: to,
      markerEnd: { type: MarkerType.ArrowClosed, width: 18, height: 18 },
      ...(from.startsWith('event:') ? { className: 'from-event' } : {}),
    }),
  )
  const height = Math.min(720, Math.max(300, ...nodes.map(({ y }) => y + 150)))
  return (
    <div className="picture" role="group" aria-label={props.label} style={{ height }}>
      {nodes.length > 0 && (
        <ReactFlow
          key={nodes.map(({ id }) => id).join('|')}
          nodes={drawn}
          edges={edges}
          nodeTypes={nodeTypes}
          edgeTypes={edgeTypes}
          fitView
          fitViewOptions={{ padding: 0.06, maxZoom: 1 }}
          minZoom={0.3}
          maxZoom={1.6}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          edgesFocusable={false}
          elementsSelectable={false}
          preventScrolling={false}
          zoomOnScroll={false}
          proOptions={{ hideAttribution: false }}
        >
          <Background gap={20} size={1} />
          <Controls showInteractive={false} />
        </ReactFlow>
      )}
    </div>
  )
}

function Box({ data }: NodeProps<Drawn>): ReactElement {
  const { node } = data
  return (
    <div className={`node ${node.kind}`}>
      <Handle type="target" position={Position.Top} isConnectable={false} />
      <span>{node.text}</span>
      <Handle type="source" position={Position.Bottom} isConnectable={false} />
    </div>
  )
}

function Diamond({ data }: NodeProps<Drawn>): ReactElement {
  const { node, happened, onEvent } = data
  return (
    <div className={`node event ${happened ? 'happened' : ''}`}>
      <svg viewBox="0 0 168 92" preserveAspectRatio="none" aria-hidden="true">
        <polygon points="84,2 166,46 84,90 2,46" />
      </svg>
      <button
        type="button"
        className="nodrag nopan"
        onClick={() => node.event && onEvent(node.event)}
        aria-pressed={happened}
        title={happened ? `Has happened: ${node.text}` : `Assume: ${node.text}`}
      >
        {node.text}
      </button>
      <Handle type="source" position={Position.Bottom} isConnectable={false} />
    </div>
  )
}

function Route({ id, data, markerEnd }: EdgeProps<Routed>): ReactElement {
  const corners = (data?.points ?? []).map(({ x, y }) => `${x},${y}`)
  return (
    <BaseEdge id={id} path={`M${corners.join('L')}`} {...(markerEnd === undefined ? {} : { markerEnd })} />
  )
}

const edgeTypes: EdgeTypes = { routed: Route }
const nodeTypes: NodeTypes = { actor: Box, step: Box, goal: Box, event: Diamond }
