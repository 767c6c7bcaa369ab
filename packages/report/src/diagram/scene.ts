/** What a picture shows, before anything has a place. */

/**
 * Shapes of the data flow diagrams that reviewers of medical devices expect (MITRE and MDIC, Playbook for Threat
 * Modeling Medical Devices, 2021): external entity, process, data store; what else a view needs has a shape of its own.
 */
export type Shape = 'external' | 'process' | 'store' | 'key' | 'control' | 'people' | 'warning'

/** Boundaries are closed shapes: the device, a computer, a trust zone, a plain group. */
export type Boundary = 'device' | 'host' | 'zone' | 'group'

export interface Box {
  readonly id: string
  readonly shape: Shape
  readonly title: string
  /** Wrapped under the title. */
  readonly lines: readonly string[]
}

export interface Group {
  readonly id: string
  readonly boundary: Boundary
  readonly title: string
  readonly children: readonly (Box | Group)[]
  /** No flow touches a child: they stand in rows instead of layers. */
  readonly rows?: true
}

/** How a flow is drawn; each has its own dash pattern, named in the legend. */
export type LineStyle = 'internal' | 'physical' | 'wireless' | 'network' | 'internet' | 'dormant' | 'relation'

export interface Flow {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly line: LineStyle
  /** Arrowheads at both ends, or at `to` only. */
  readonly heads: 'one' | 'both'
  /** Whether `from` starts it: marked with a dot. */
  readonly initiated: boolean
  readonly lines: readonly string[]
  /** Carries patient data: drawn heavier, and said in its label. */
  readonly heavy: boolean
}

export interface Scene {
  readonly id: string
  readonly title: string
  readonly description: string
  readonly nodes: readonly (Box | Group)[]
  readonly flows: readonly Flow[]
  readonly direction: 'RIGHT' | 'DOWN'
}

export function isGroup(node: Box | Group): node is Group {
  return 'boundary' in node
}
