/** FHIR R4 Bundles of Observations: what the device port takes, checked strictly, and how a device makes one. */

/** Observations in one Bundle. */
export const bundleEntriesMax: number = 100
/** Nodes of one Observation, arrays and objects counted. */
const nodesMax = 2_000
/** Points and characters of a waveform are bounded by this length of one string. */
const stringCharactersMax = 256 * 1024
const componentsMax = 100

const values = [
  ...['valueQuantity', 'valueCodeableConcept', 'valueString', 'valueBoolean', 'valueInteger', 'valueRange'],
  ...['valueRatio', 'valueSampledData', 'valueTime', 'valueDateTime', 'valuePeriod'],
]
/** ObservationStatus of FHIR R4; the JSON schema alone would not say so to every validator. */
const statuses = new Set([
  ...[
    'registered',
    'preliminary',
    'final',
    'amended',
    'corrected',
    'cancelled',
    'entered-in-error',
    'unknown',
  ],
])

/** One thing wrong with a Bundle; `path` is FHIRPath-like and free of content. */
export interface BundleIssue {
  readonly path: string
  readonly wanted: string
}

type Fields = Readonly<Record<string, unknown>>

/**
 * Everything that is wrong with a Bundle, or an empty list. Two `value[x]` in one Observation pass the official schema;
 * a receiver that reads one and a display that reads the other would disagree on the dose, so they are refused here.
 */
export function checkBundle(bundle: unknown): BundleIssue[] {
  if (!isFields(bundle) || bundle['resourceType'] !== 'Bundle')
    return [{ path: 'Bundle', wanted: 'a Bundle' }]
  const issues: BundleIssue[] = []
  if (bundle['type'] !== 'transaction' && bundle['type'] !== 'batch') {
    issues.push({ path: 'Bundle.type', wanted: 'transaction or batch' })
  }
  const entries = bundle['entry']
  if (!Array.isArray(entries) || entries.length === 0 || entries.length > bundleEntriesMax) {
    return [...issues, { path: 'Bundle.entry', wanted: `1 to ${bundleEntriesMax} entries` }]
  }
  entries.forEach((entry: unknown, index) => {
    const path = `Bundle.entry[${index}].resource`
    if (!isFields(entry)) issues.push({ path, wanted: 'an Observation' })
    else issues.push(...checkObservation(entry['resource'], path))
  })
  return issues
}

/** Everything that is wrong with one Observation. */
export function checkObservation(resource: unknown, path = 'Observation'): BundleIssue[] {
  if (!isFields(resource) || resource['resourceType'] !== 'Observation')
    return [{ path, wanted: 'an Observation' }]
  const issues: BundleIssue[] = []
  const want = (holds: boolean, field: string, wanted: string): void => {
    if (!holds) issues.push({ path: `${path}.${field}`, wanted })
  }
  want(statuses.has(String(resource['status'])), 'status', 'an ObservationStatus of FHIR R4')
  want(isCode(resource['code']), 'code', 'a CodeableConcept with a coding or text')
  const effective = ['effectiveDateTime', 'effectivePeriod', 'effectiveInstant', 'effectiveTiming'].filter(
    (name) => name in resource,
  )
  want(effective.length === 1, 'effective[x]', 'exactly one')
  const own = values.filter((name) => name in resource)
  const parts = resource['component']
  want(own.length <= 1, 'value[x]', 'at most one')
  want(
    own.length === 1 || Array.isArray(parts) || 'dataAbsentReason' in resource,
    'value[x]',
    'a value, components or a reason for none',
  )
  if (parts !== undefined) {
    want(Array.isArray(parts) && parts.length <= componentsMax, 'component', `at most ${componentsMax}`)
    for (const [index, part] of (Array.isArray(parts) ? parts : []).entries()) {
      want(isFields(part) && isCode(part['code']), `component[${index}].code`, 'a CodeableConcept')
      want(
        isFields(part) && values.filter((name) => name in part).length <= 1,
        `component[${index}].value[x]`,
        'at most one',
      )
    }
  }
  return [...issues, ...checkShape(resource, path)]
}

/** Empty arrays, endless strings and floods of nodes, which no FHIR validator minds. */
function checkShape(resource: Fields, path: string): BundleIssue[] {
  const pending: unknown[] = [resource]
  for (let nodes = 0; pending.length > 0; nodes++) {
    if (nodes > nodesMax) return [{ path, wanted: `at most ${nodesMax} arrays and objects` }]
    const node = pending.pop()
    if (Array.isArray(node) && node.length === 0) return [{ path, wanted: 'no empty arrays' }]
    for (const value of isFields(node) || Array.isArray(node) ? Object.values(node) : []) {
      if (typeof value === 'object' && value !== null) pending.push(value)
      else if (typeof value === 'string' && value.length > stringCharactersMax) {
        return [{ path, wanted: `strings of at most ${stringCharactersMax} characters` }]
      }
    }
  }
  return []
}

/** A Bundle of the given Observations, as a device sends it. */
export function makeBundle(observations: readonly unknown[]): object {
  const entry = observations.map((resource) => ({
    resource,
    request: { method: 'POST', url: 'Observation' },
  }))
  return { resourceType: 'Bundle', type: 'transaction', entry }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isCode(value: unknown): boolean {
  if (!isFields(value)) return false
  const coding = value['coding']
  return (Array.isArray(coding) && coding.length > 0) || typeof value['text'] === 'string'
}
