import type { Component, CriticalFunction, DeviceFile } from '@pericard/model'

/** What the local API offers one component; nothing else exists for it. */
export interface Grant {
  readonly component: string
  /** It may store and read records: some PHI item of the device file is at it. */
  readonly records: boolean
  /** It may have a subject's records deleted: every item that the vault keeps names it in `erased-by`. */
  readonly erasure: boolean
  /** What it says was confirmed at the device is believed: it is the display that a person touches. */
  readonly confirms: boolean
  /** Functions whose commands an active interface of it carries to the local API. */
  readonly functions: readonly CriticalFunction[]
}

/**
 * The sockets that the local API opens: one for each component with an interface to it that is active, or dormant and opened for now. External systems and
 * parts of the guard get none, whatever their interfaces say.
 */
export function grantsOf(file: DeviceFile, opened: readonly string[] = []): Grant[] {
  const apis = new Set(file.components.filter(({ guard }) => guard === 'local-api').map(({ id }) => id))
  const grants: Grant[] = []
  for (const component of file.components) {
    const ways = file.interfaces.filter(
      ({ id, from, to, active }) => (active || opened.includes(id)) && from === component.id && apis.has(to),
    )
    if (ways.length === 0 || !isApplication(component)) continue
    const carried = new Set(ways.flatMap(({ commands }) => commands))
    const kept = file.data.filter(({ kind, fhir }) => kind === 'phi' && fhir.length > 0)
    grants.push({
      component: component.id,
      records: file.data.some(({ kind, at }) => kind === 'phi' && at.includes(component.id)),
      erasure: kept.length > 0 && kept.every(({ erasedBy }) => erasedBy.includes(component.id)),
      confirms: component.kind === 'display',
      functions: file.functions.filter(({ id }) => carried.has(id)),
    })
  }
  return grants
}

function isApplication({ external, guard }: Component): boolean {
  return !external && guard === undefined
}
