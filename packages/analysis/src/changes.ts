/** Changes to a device file that would put one more thing in an attacker's way. */
import { stepsOf } from './paths.ts'
import type { Way } from './solve.ts'
import type { AttackGraph, EventId } from './types.ts'

/** Fields where a control can be named, or where what is stated is itself the way in. */
const changeable =
  /^(controls|keys)\.[^.]+$|^vault\.(unlock|sealed-by)$|\.(authentication|credentials|roles|validation|parsed-by|protection|closed-by|storage|isolated-by|protected-by|soup|kiosk-by|surface|envelope-by|image-by|flood-by|interlock-by|verified-by|signed-with|default|stored-by|case-by|memory-by|boot-by|encryption|approved-by|allows|silenced-through|shown-at|contains)$/

/** The place of the file where one more control would stand in the way of a step, if there is one. */
export function placeOf(graph: AttackGraph, step: number): string | undefined {
  const place = graph.steps[step]?.because[0]
  return place !== undefined && changeable.test(place) ? place : undefined
}

/** The places on a way, in the order of the attack, each once. */
export function placesOn(graph: AttackGraph, way: Way): string[] {
  return [...new Set(stepsOf(graph, way).flatMap((step) => placeOf(graph, step) ?? []))]
}

/** `interfaces.api` of `interfaces.api.validation`: what somebody would work on as one thing. */
export function elementOf(place: string): string {
  return place.split('.').slice(0, 2).join('.')
}

/** New, independent controls that do not exist yet. */
export interface Hardening {
  readonly name: string
  /** All of them share each new control, since one new thing is built. */
  readonly places: readonly string[]
  /** How many new controls, each of which must fail. Default 1. */
  readonly lines?: number
}

/** The graph with new events at each step that rests on a place of `changes`. */
export function hardened(graph: AttackGraph, changes: readonly Hardening[]): AttackGraph {
  const events = [...graph.events]
  const added = new Map<string, number[]>()
  for (const { name, places, lines = 1 } of changes) {
    for (let line = 1; line <= lines; line++) {
      const id: EventId = `control:new at ${name}, ${line}`
      const index = events.push({ id, label: `what is new at ${name} does not hold`, path: name }) - 1
      for (const place of places) added.set(place, [...(added.get(place) ?? []), index])
    }
  }
  const steps = graph.steps.map((step) => {
    const more = added.get(step.because[0] ?? '')
    return more === undefined ? step : { ...step, events: [...step.events, ...more] }
  })
  return { ...graph, events, steps }
}

/** What to do at a place, as an imperative without its end: "name a control in interfaces.api.validation". */
export function adviceAt(graph: AttackGraph, place: string): string {
  const [section = '', id = ''] = place.split('.')
  const field = place.slice(place.lastIndexOf('.') + 1)
  if (section === 'controls') return `back ${id} with a second, independent control wherever it stands alone`
  if (place === `keys.${id}`) return `let the key ${id} alone not be enough`
  const special = specialAdvice[field]
  if (special !== undefined) return special(id)
  const guarded = graph.steps.some(
    ({ because, needs }) =>
      because[0] === place && needs.some((need) => /^(fails|unsealed):/.test(graph.facts[need] ?? '')),
  )
  return guarded
    ? `name one more, independent control in ${place}`
    : `name a control in ${place} and build it`
}

const specialAdvice: Readonly<Record<string, (id: string) => string>> = {
  default: (id) => `give ${id} a value of its own on each device`,
  'stored-by': (id) => `keep ${id} in a TPM or the vault, or off the device`,
  credentials: (id) => `ask on ${id} for more than the credential`,
  roles: (id) => `ask on ${id} for a second person, or narrow its roles`,
  'parsed-by': (id) => `replace or confine what parses ${id} before authentication`,
  soup: (id) => `confine ${id}, or replace the software that it is built from`,
  surface: (id) => `make the surface of ${id} a kiosk and name what keeps its user in`,
  contains: (id) => `keep patient data out of ${id}`,
  storage: (id) => `encrypt what ${id} stores, by the vault or one line more`,
  allows: (id) => `narrow what ${id} allows, or name what approves it`,
  'shown-at': (id) => `show the alarms of ${id} at one more, independent place`,
  'silenced-through': (id) => `let silence of the alarms of ${id} end by itself`,
}
