export interface Update {
  readonly id: string
  readonly components: readonly string[]
  readonly way: 'remote' | 'local-media' | 'physical-presence'
  readonly interface: string
  /** Controls (signature, version floor) that must all fail before a foreign image is taken. */
  readonly verifiedBy: readonly string[]
  readonly signedWith: readonly string[]
  readonly rollbackProtected: boolean
  /** What an interruption at any moment leaves. */
  readonly interrupted?: 'old-or-new' | 'recovery-mode' | 'unusable'
  /** Whether the new version is tried, and left again if it does not work. */
  readonly healthCheck?: boolean
  /** When it may be taken. */
  readonly when?: 'idle-only' | 'any-time'
  /** Who decides that it is taken now. */
  readonly consent?: 'user' | 'maker' | 'nobody'
  /** Controls that keep the content of an image from being read. */
  readonly confidentialBy: readonly string[]
  /** Days until it has reached the fleet. */
  readonly rolloutDays?: number
}

/** A remote or local capability that is useful and attack surface at once (design section 2, row 14). */
export interface Capability {
  readonly id: string
  readonly interface: string
  readonly allows: readonly (
    | 'read-logs'
    | 'read-phi'
    | 'read-telemetry'
    | 'command'
    | 'configure'
    | 'shell'
  )[]
  readonly at: string
  readonly access: 'remote' | 'local' | 'physical-presence'
  readonly roles: readonly string[]
  readonly benefit?: string
  readonly risk?: string
  /** Longest session in minutes; undefined where it never ends. */
  readonly sessionMinutes?: number
  readonly audited: boolean
  /** Controls that must all fail before it is used without approval at the time: a switch at the device, a second person. */
  readonly approvedBy: readonly string[]
  /** Whether whoever stands at the device sees that it is in use. */
  readonly shown?: boolean
}

/** What the device records of what happens to it. */
export interface Logging {
  readonly events: readonly (
    | 'sign-in'
    | 'sign-in-failed'
    | 'phi-access'
    | 'command'
    | 'command-refused'
    | 'configuration'
    | 'update'
    | 'key-use'
    | 'start-stop'
    | 'alarm'
    | 'log-access'
    | 'malformed-input'
    | 'physical-tamper'
    | 'time-change'
  )[]
  /** Data item that is the log. */
  readonly log: string
  /** Component that keeps it elsewhere too. */
  readonly sentTo?: string
  /** Controls that notice when it is changed or cut. */
  readonly integrityBy: readonly string[]
  readonly whenFull?: 'overwrites-oldest' | 'refuses-new' | 'stops-device'
  /** Role that is told of what stands out. */
  readonly alerts: readonly string[]
  /** Whether entries can be told apart by who and when, on an ordered clock. */
  readonly attributed?: boolean
}

/** What is done with the device in one state of it, for the use-case view (FDA premarket guidance, V.B.2). */
export interface UseCase {
  readonly id: string
  readonly name: string
  readonly state:
    | 'power-on'
    | 'standby'
    | 'transition'
    | 'programming'
    | 'alarming'
    | 'delivering-therapy'
    | 'sending-data'
    | 'receiving-data'
    | 'reporting'
    | 'service'
    | 'update'
    | 'decommissioning'
  /** Interfaces used, in their order. */
  readonly interfaces: readonly string[]
  readonly purpose: string
}
