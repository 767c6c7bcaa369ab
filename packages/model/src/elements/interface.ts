import type { InputTopic, Reach } from './common.ts'

/** What a premarket reviewer asks of each communication path (FDA, Feb 2026, appendix 2). */
export interface Interface {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly protocol: string
  readonly version?: string
  readonly port?: string
  readonly direction: 'one-way' | 'both'
  readonly carries: readonly string[]
  /** Functions whose commands travel here. */
  readonly commands: readonly string[]
  readonly reach: Reach
  readonly active: boolean
  /** Controls that each must fail before an unauthenticated party talks over it. Empty: anybody may. */
  readonly authentication: readonly string[]
  readonly verifiedAt?: string
  /** Keys or credentials that open it to whoever holds them. */
  readonly credentials: readonly string[]
  readonly credentialLife?: string
  /** Roles whose holders may use it. */
  readonly roles: readonly string[]
  /** Controls for confidentiality and integrity on the way. Empty: it is readable and alterable in transit. */
  readonly protection: readonly string[]
  /** Controls that must all fail before malformed input takes over the receiver. */
  readonly validation: readonly string[]
  /** SOUP that parses what arrives before authentication. */
  readonly parsedBy: readonly string[]
  /** Controls that bound what a peer can make it do. */
  readonly floodBy: readonly string[]
  readonly session?: string
  readonly onError?: string
  /** For a dormant interface: controls that keep it shut. */
  readonly closedBy: readonly string[]
  /** `service` and `debug` interfaces are declared too. */
  readonly use: 'clinical' | 'service' | 'debug' | 'update' | 'monitoring'
  /** What the receiver does with what arrives. */
  readonly handles: readonly InputTopic[]
  /** The farthest place that it is meant to be touched from; `reach` is where it can be. */
  readonly meantFor?: Reach
  /** Who proves who they are. */
  readonly authenticates?: 'both-ends' | 'sender' | 'receiver' | 'neither'
  /** Where it is decided what a caller may do. */
  readonly authorizes?: 'each-request' | 'sign-in' | 'client-side' | 'nowhere'
  /** Wrong tries before it locks; undefined where tries are not counted. */
  readonly attemptsMax?: number
  /** How long a lock lasts in milliseconds, or `until-reset`. */
  readonly lockFor?: number | 'until-reset'
  /** Controls that refuse a message that was sent before. */
  readonly replayBy: readonly string[]
  /** What it tells whoever has not signed in. */
  readonly tellsStrangers?: 'nothing' | 'identity' | 'configuration' | 'patient-data'
  /** What an error message says. */
  readonly errorDetail?: 'code' | 'internals'
  /** What it does where a check cannot be made. */
  readonly fails?: 'closed' | 'open' | 'undefined'
  /** Largest message in bytes; undefined where nothing bounds it. */
  readonly messageBytesMax?: number
  readonly sessionRules?: SessionRules
  /** Why a dormant interface is there at all. */
  readonly dormantReason?: string
}

/** Rules of a signed-in session. */
export interface SessionRules {
  /** Ends without use after so many milliseconds; undefined where it does not. */
  readonly idle?: number
  /** Ends in any case after so many milliseconds; undefined where it does not. */
  readonly longest?: number
  readonly ids?: 'random' | 'predictable'
  /** Where a session's id travels. */
  readonly idIn?: 'cookie' | 'header' | 'url' | 'connection'
  /** Whether signing in makes a new session (session fixation). */
  readonly renewedAtSignIn?: boolean
  /** What tells a request of the user from one that another page made (cross-site request forgery). */
  readonly requestOrigin?: 'checked' | 'not-checked'
  /** Whether the id is kept from scripts and from unencrypted requests. */
  readonly cookieFlags?: 'secure-httponly' | 'none'
  /** Whether other pages may frame it. */
  readonly framing?: 'refused' | 'allowed'
  /** Whether signing out ends it at the server. */
  readonly signOut?: 'ends-at-server' | 'client-only' | 'none'
}
