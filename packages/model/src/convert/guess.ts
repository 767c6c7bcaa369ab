/** Guesses where a source does not say what a device file has to. Each goes with a `decide` comment. */
import type { Component, DataItem, Interface } from '../types.ts'
import type { DraftControl } from './draft.ts'
import { Ids } from './ids.ts'

/** First match wins. Patient data comes first: "patient log" is patient data. */
const dataWords: readonly (readonly [RegExp, DataItem['kind']])[] = [
  [
    /patient|phi\b|health|clinical|medical|vital|ecg|ekg|emg|dose|dosing|therapy|diagnos|personal|pii\b/,
    'phi',
  ],
  [/password|credential|token|secret|login|session id/, 'credential'],
  [/\bkeys?\b|certificate/, 'key'],
  [/\blogs?\b|logging|audit/, 'log'],
  [/firmware|software|\bcode\b|binary|image|update package/, 'software'],
  [/config|setting|parameter|customiz|library/, 'configuration'],
  [/telemetry|metric|status|heartbeat/, 'telemetry'],
]

/** The kind of a data item from what it is called; patient data where nothing says otherwise, as most is asked of it. */
export function dataKind(...texts: readonly (string | undefined)[]): DataItem['kind'] {
  for (const text of texts) {
    const lower = text?.toLowerCase() ?? ''
    const found = dataWords.find(([words]) => words.test(lower))
    if (found !== undefined) return found[1]
  }
  return 'phi'
}

export const kindGuessed = 'the kind is guessed from the name'

const componentWords: readonly (readonly [RegExp, Component['kind']])[] = [
  [/database|data ?store|datastore|storage|\bfile|\bstore\b|queue|search|lake/, 'store'],
  [/gateway|proxy|balancer|router|hub/, 'gateway'],
  [/sensor|probe|electrode/, 'sensor'],
  [/display|screen|monitor|panel|browser/, 'display'],
  [/iot|controller|firmware|embedded|pump|actuator/, 'controller'],
  [/server|cloud|erp|mainframe|ldap|identity/, 'server'],
  [/service|api|scheduler|task|function|batch|daemon/, 'service'],
]

/** The kind of a component from a word for its type; an application where nothing says otherwise. */
export function componentKind(text: string | undefined): Component['kind'] {
  const lower = text?.toLowerCase() ?? ''
  return componentWords.find(([words]) => words.test(lower))?.[1] ?? 'application'
}

/** Zone of what lies in no trust boundary of the source. */
export const outside = 'outside'
export const ownerDecides = 'protected-by: what does its owner keep up?'
export const publicDecides = 'it can be reached from the internet; declare the interface by which'

/** What is known of one end of a flow. */
export interface End {
  readonly zone: string
  readonly external: boolean
  /** Whether it stands on the internet. */
  readonly public: boolean
}

/** From where a flow can be touched, never nearer than the source makes certain. */
export function reachOf(from: End, to: End): Interface['reach'] {
  if (from.public || to.public) return 'internet'
  const together = from.zone === to.zone && from.zone !== outside
  return together && !from.external && !to.external ? 'internal' : 'hospital-network'
}

/** What a source calls a thing and says of it. */
export function said(name: string | undefined, about: string | undefined): string {
  return [name, about].filter((text) => text !== undefined).join(': ')
}

const encryptedForm = /https|tls|ssl|wss|ssh|sftp|scp|ftps|ldaps|dtls|ipsec|vpn|mqtts|coaps|-encrypted$/

/** Whether a protocol's name says that it encrypts. "HTTP/S" is a choice, and no promise. */
export function isEncrypted(protocol: string): boolean {
  return encryptedForm.test(protocol.toLowerCase())
}

/** Controls that a source only hints at: one for each kind of statement, so that what is common fails together. */
export class Controls {
  readonly #ids = new Ids('control', ['vault'])
  readonly #byTitle = new Map<string, DraftControl>()

  /** The id of the control with this title, declared when it is first asked for. */
  of(title: string, kind: DraftControl['kind'], decisions: readonly string[] = []): string {
    const known = this.#byTitle.get(title)
    if (known !== undefined) return known.id
    const id = this.#ids.take(title)
    this.#byTitle.set(title, { id, title, kind, decisions })
    return id
  }

  /** A control that the source names itself. */
  add(id: string | undefined, title: string, decisions: readonly string[]): string {
    const taken = this.#ids.take(id, title)
    this.#byTitle.set(`${taken} ${title}`, { id: taken, title, kind: 'organisational', decisions })
    return taken
  }

  all(): readonly DraftControl[] {
    return [...this.#byTitle.values()]
  }
}
