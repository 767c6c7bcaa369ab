/** SOUP of the fleet, as the operator API gives it (docs/specs/soup-api.md). */

/** GET /api/soup/releases */
export interface SoupRelease {
  readonly id: string
  readonly model: string
  readonly name: string
  readonly maker: string
  readonly version: string
  readonly devices: number
  readonly components: number
  /** How many components fall in each class; each falls in one. */
  readonly classes: Readonly<Record<string, number>>
  /** Vulnerability groups that are open. */
  readonly open: number
}

/** GET /api/soup/vulnerabilities/:id and /api/soup/components: where something is. */
export interface SoupPlace {
  readonly release: Omit<SoupRelease, 'components' | 'classes' | 'open'>
  readonly components: readonly { readonly name: string; readonly version?: string; readonly type: string }[]
  /** The first of its devices; `release.devices` counts all. */
  readonly devices: readonly string[]
}

/** GET /api/soup/alerts */
export interface SoupAlertView {
  readonly sequence: number
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly release: string
  readonly model: string
  readonly version: string
  readonly vulnerability: string
  readonly change: 'opened' | 'changed' | 'retracted'
  readonly because: 'advisory' | 'release'
  readonly devices: number
}
