/** What the converters make of a source, before it is written as a device file. */
import type { Component, DataItem, Interface, SoupItem } from '../types.ts'

/** A note that asks the reader of the device file for a decision. Each becomes a comment `# decide: …`. */
export type Decisions = readonly string[]

export interface DraftDevice {
  readonly id: string
  readonly name: string
  readonly manufacturer?: string | undefined
  readonly version?: string | undefined
  readonly intendedUse?: string | undefined
}

export interface DraftComponent {
  readonly id: string
  readonly name: string
  readonly kind: Component['kind']
  readonly external: boolean
  readonly zone: string
  readonly host?: string | undefined
  /** Control ids; an empty list is storage in the clear. Absent: no storage is known of. */
  readonly encryption?: readonly string[] | undefined
  readonly soup?: readonly string[]
  readonly purpose?: string | undefined
  readonly decisions?: Decisions
}

export interface DraftData {
  readonly id: string
  readonly kind: DataItem['kind']
  /** Never empty: a device file says where data is. */
  readonly at: readonly string[]
  /** What the source says of it; a comment, as the reason for holding it is another thing. */
  readonly about?: string | undefined
  readonly decisions?: Decisions
}

export interface DraftInterface {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly protocol?: string | undefined
  readonly carries: readonly string[]
  readonly reach: Interface['reach']
  readonly authentication: readonly string[]
  readonly protection: readonly string[]
  readonly about?: string | undefined
  readonly decisions?: Decisions
}

export interface DraftControl {
  readonly id: string
  readonly title: string
  readonly kind: 'authentication' | 'encryption' | 'organisational'
  readonly decisions?: Decisions
}

export interface DraftSoup {
  readonly id: string
  readonly title: string
  readonly version?: string | undefined
  readonly manufacturer?: string | undefined
  readonly purl?: string | undefined
  readonly kind?: SoupItem['kind'] | undefined
  readonly purpose?: string | undefined
}

export interface Draft {
  readonly device: DraftDevice
  readonly components: readonly DraftComponent[]
  readonly data: readonly DraftData[]
  readonly interfaces: readonly DraftInterface[]
  readonly controls: readonly DraftControl[]
  readonly soup: readonly DraftSoup[]
}
