import type { Goal, Reach } from '@pericard/model'
import type { GoalNode } from './types.ts'

export type ActorId =
  | 'thief'
  | 'passer-by'
  | 'ward-network'
  | 'internet'
  | 'insider'
  | 'off-label-user'
  | 'competitor'
  | 'supplier'

export interface Actor {
  readonly id: ActorId
  readonly name: string
  /** From where they can touch interfaces before anything has failed. */
  readonly reach: readonly Reach[]
  /** Stands at the device in use, so confirmation at the device does not stop them. */
  readonly present: boolean
  /** Media whose bytes they can take away and read. */
  readonly takes: readonly ('internal' | 'removable' | 'portable')[]
  /** Kinds of role whose holder they can be; using it for harm is the event `role:<id>`. */
  readonly roles: 'clinical' | 'technical' | 'none'
  /** Who would receive what is disclosed, for the breach register. */
  readonly receives: string
}

/** The order is part of the format: `Step.actors` holds indices into it. */
export const actors: readonly Actor[] = [
  {
    id: 'thief',
    name: 'a thief who has the device',
    reach: ['physical-open', 'physical-port', 'wireless'],
    present: true,
    takes: ['internal', 'removable', 'portable'],
    roles: 'none',
    receives: 'an unknown person under no duty to protect it',
  },
  {
    id: 'passer-by',
    name: 'a passer-by at the bedside',
    reach: ['physical-port', 'wireless'],
    present: true,
    takes: ['removable', 'portable'],
    roles: 'none',
    receives: 'a visitor or patient under no duty to protect it',
  },
  {
    id: 'ward-network',
    name: 'an attacker on the ward network',
    reach: ['ward-network', 'wireless'],
    present: false,
    takes: [],
    roles: 'none',
    receives: 'an unknown person on the ward network',
  },
  {
    id: 'internet',
    name: 'an attacker on the internet',
    reach: ['internet'],
    present: false,
    takes: [],
    roles: 'none',
    receives: 'an unknown person anywhere, with means to publish it',
  },
  {
    id: 'insider',
    name: 'a service technician or other insider',
    reach: ['physical-open', 'physical-port', 'wireless', 'ward-network', 'hospital-network'],
    present: true,
    takes: [],
    roles: 'technical',
    receives: 'a member of staff who is bound to confidentiality but had no need to know',
  },
  {
    id: 'off-label-user',
    name: 'a user who works round the limits',
    reach: ['physical-port'],
    present: true,
    takes: [],
    roles: 'clinical',
    receives: 'a member of staff in care of the patient',
  },
  {
    id: 'competitor',
    name: 'somebody who owns another device of the model',
    reach: ['internet'],
    present: false,
    takes: [],
    roles: 'none',
    receives: 'another company or researcher',
  },
  {
    id: 'supplier',
    name: 'a compromised supplier',
    reach: [],
    present: false,
    takes: [],
    roles: 'none',
    receives: 'whoever took over the supplier',
  },
]

/** Indices of the actors that fulfil a condition, as `Step.actors` wants them. */
export function actorsWho(fulfil: (actor: Actor) => boolean): number[] {
  return actors.flatMap((actor, index) => (fulfil(actor) ? [index] : []))
}

/**
 * Who can want a goal. A stolen device treats nobody and its copy of the data is gone from care either way, so only
 * disclosure counts for a thief. A user in care of the patient sees and commands by right: their harm is going
 * beyond the envelope, or spoiling the function.
 */
export function actorsFor(kind: GoalNode['kind'], goal: Goal): number[] {
  return actorsWho(({ id }) => {
    if (id === 'thief') return goal === 'disclosed'
    if (id === 'off-label-user') return kind === 'function' && goal !== 'commanded'
    return true
  })
}
