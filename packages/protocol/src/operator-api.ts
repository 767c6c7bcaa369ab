/**
 * What the console and the command line say to the fleet server: plain JSON over HTTPS, cookie session.
 * Types only; the runtime checks of requests lie in `codecs`.
 */
import type { Analysis, Level } from '@pericard/analysis'

/** GET /api/me */
export interface Me {
  readonly name: string
}

/** Any refusal: 401 without a session, 404, 409, 422, … */
export interface Refusal {
  readonly code: string
  readonly message: string
}

/** GET /api/devices: an array of these */
export interface DeviceSummary {
  readonly id: string
  readonly name: string
  readonly model: string
  readonly version: string
  readonly status: 'registered' | 'enrolled' | 'revoked' | 'stolen'
  /** Milliseconds since the epoch, undefined before the first contact. */
  readonly lastSeen?: number
  /** Least depth over the goals of PHI and functions at each level; keys and software stand on the device's page. */
  readonly depth: Readonly<Record<Level, number>>
  readonly findings: number
  readonly soupFindings: number
  /** What its updater said last of each component, by name; empty where none ever said anything. */
  readonly software: readonly ComponentSoftware[]
}

/** What a device runs of one component, in its updater's own words. */
export interface ComponentSoftware {
  /** Empty for what concerns the updater as a whole. */
  readonly component: string
  /** Number of the release that runs; undefined before the first that the fleet heard of. */
  readonly running?: number
  readonly last: 'up-to-date' | 'waiting' | 'restart' | 'kept' | 'returned' | 'unhealthy' | 'refused'
  /** Release that `last` is about. */
  readonly number?: number
  /** Why it was refused. */
  readonly code?: string
  /** Whether the last update came to nothing: refused, left again, or tried and not working. */
  readonly failed: boolean
  /** Milliseconds since the epoch by the fleet's clock. */
  readonly at: number
}

export interface EvidenceView {
  readonly probe: string
  readonly control: string
  readonly result: 'held' | 'failed' | 'not-run'
  readonly saw: string
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly fresh: boolean
}

export interface SoupFindingView {
  readonly component: string
  readonly version: string
  readonly purl: string
  readonly vulnerability: string
  readonly aliases: readonly string[]
  readonly summary: string
  readonly event?: string
  /** Goals whose depth falls when the event has happened. */
  readonly lowers: readonly {
    readonly asset: string
    readonly goal: string
    readonly before: number
    readonly after: number
  }[]
  /** The worst fall, or why nothing falls. */
  readonly because: string
  /** CVSS rating and score. */
  readonly severity?: string
  /** Highest safety class of the components that it is built into (IEC 62304). */
  readonly safetyClass?: string
  /** Day since which it is known to be exploited (CISA KEV). */
  readonly exploitedSince?: string
  /** What was decided about it, where it is open all the same. */
  readonly decision?: {
    readonly status: string
    readonly because: string
    readonly by: string
    /** Why it does not hold any more. */
    readonly reopened?: readonly string[]
  }
}

/** GET /api/devices/:id/stream: each server-sent event's data is one of these as JSON, named `message`. */
export interface DeviceEvent {
  readonly device: string
  readonly sequence: number
  /** Milliseconds since the epoch by the fleet's clock. */
  readonly at: number
  readonly kind: string
  /** Never patient data: ids and numbers only. */
  readonly detail: string
}

/** GET /api/devices/:id */
export interface DeviceView {
  readonly summary: DeviceSummary
  readonly analyses: Readonly<Record<Level, Analysis>>
  readonly soup: {
    readonly dataAsOf?: string
    readonly findings: readonly SoupFindingView[]
    readonly counts: Readonly<Record<string, number>>
  }
  readonly evidence: readonly EvidenceView[]
  readonly events: readonly DeviceEvent[]
  readonly observations: number
}

/** POST /api/devices */
export interface RegisterRequest {
  /** Text of the device file, includes already inlined by name. */
  readonly deviceFile: string
  readonly includes: Readonly<Record<string, string>>
  readonly sboms: Readonly<Record<string, string>>
  /** Serial number; the device's identity in the fleet is `<device.id>:<serial>`. */
  readonly serial: string
}

export interface RegisterResponse {
  readonly id: string
  /** Shown once; the fleet keeps only its hash. */
  readonly oneTimeCode: string
  readonly enrolUrl: string
  readonly deviceUrl: string
  /** PEM of the fleet's root, by which the device knows the server. */
  readonly fleetRoot: string
}

export type {
  SoupAlertView,
  SoupComponent,
  SoupDecisionRequest,
  SoupPlace,
  SoupRelease,
  SoupTriage,
  SoupTriageRow,
} from './soup-api.ts'
