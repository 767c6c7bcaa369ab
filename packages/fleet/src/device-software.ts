import type { EventReport } from '@pericard/protocol'
import type { ComponentSoftware } from '@pericard/protocol/operator-api'

/** Components of one device that are kept; a device that names more was taken over. */
export const componentsMax = 64

const kinds = ['up-to-date', 'waiting', 'restart', 'kept', 'returned', 'unhealthy', 'refused'] as const

/** What the fleet knows of a device's software, by component. */
export type SoftwareRecord = Readonly<Record<string, Omit<ComponentSoftware, 'component'>>>

/**
 * What an updater's events change. They are the device's own words, which nothing vouches for: a device that was taken over says what it
 * likes of itself, and no more than that. What is not of the form that the guard writes is left out.
 */
export function softwareAfter(
  before: SoftwareRecord,
  events: EventReport['events'],
  at: number,
): SoftwareRecord {
  const after = new Map(Object.entries(before))
  for (const event of events) {
    const last = kinds.find((kind) => event.kind === `update-${kind}`)
    const said = last === undefined ? undefined : read(event.detail)
    if (last === undefined || said === undefined) continue
    const { component, number, code } = said
    if (!after.has(component) && after.size >= componentsMax) continue
    const runs = last === 'kept' || last === 'up-to-date' ? number : after.get(component)?.running
    after.set(component, {
      ...(runs === undefined ? {} : { running: runs }),
      ...{ last, at, failed: last === 'refused' || last === 'returned' || last === 'unhealthy' },
      ...(number === undefined ? {} : { number }),
      ...(code === undefined ? {} : { code }),
    })
    // The updater works again: what it said of itself as a whole is past.
    if (component !== '') after.delete('')
  }
  return Object.fromEntries(after)
}

interface Said {
  readonly component: string
  readonly number: number | undefined
  readonly code: string | undefined
}

/** `component controller, number 2, code UPDATE_…, way …`, each where there is one. */
function read(detail: string): Said | undefined {
  const found =
    /^(?:component (?<component>[a-z0-9][a-z0-9-]{0,63})(?:, |$))?(?:number (?<number>\d{1,15})(?:, |$))?(?:code (?<code>UPDATE_[A-Z_]{1,40})(?:, |$))?(?:way [a-z-]{1,20})?$/.exec(
      detail,
    )?.groups
  if (found === undefined) return undefined
  const { component = '', number, code } = found
  return { component, number: number === undefined ? undefined : Number(number), code }
}
