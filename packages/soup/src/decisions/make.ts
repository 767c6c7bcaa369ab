/** Makes a decision of what somebody says about a finding, or says what is wrong with it. The same rules wherever it is said. */
import type { Json } from '@pericard/base'
import type { SoupMatch } from '../matches.ts'
import type { SbomComponent } from '../sbom/types.ts'
import { parseVers } from '../vers.ts'
import { bindingOf } from './standing.ts'
import type { Binding, Decision, DecisionStatus, Justification } from './types.ts'

/** What somebody says. */
export interface DecisionRequest {
  readonly status: DecisionStatus
  readonly justification?: Justification
  readonly because: string
  readonly action?: string
  readonly by: string
  /** The day on which it is open again (UTC), `2027-01-31`. */
  readonly until?: string
  readonly versions?: string
  readonly withoutFacts?: string
}

/** What is wrong, and with which part of the request. */
export interface DecisionFault {
  readonly field: keyof DecisionRequest | 'component'
  readonly message: string
}

/** What it is said about. */
export interface DecisionSubject {
  readonly component: SbomComponent
  readonly match: Pick<SoupMatch, 'vulnerability' | 'aliases'>
  /** What the device file says of the component's use. */
  readonly facts: Readonly<Record<string, Json>>
  /** Id of the device in that file. */
  readonly device?: string
  readonly release?: string
}

/** What is wrong with a request, whatever it is about. */
export function faultOf(request: DecisionRequest, now: number): DecisionFault | undefined {
  const { status, justification, action, until, versions } = request
  if (status === 'not_affected' && justification === undefined)
    return { field: 'justification', message: 'a decision that a component is not affected needs one' }
  if (status === 'affected' && action === undefined)
    return { field: 'action', message: 'a decision that a component is affected says what is done about it' }
  const late = until === undefined ? undefined : faultOfDay(until, now)
  if (late !== undefined) return { field: 'until', message: late }
  const range = versions?.startsWith('vers:') === true ? parseVers(versions) : undefined
  return range?.ok === false ? { field: 'versions', message: range.message } : undefined
}

export type MadeDecision =
  | { readonly ok: true; readonly decision: Decision }
  | { readonly ok: false; readonly fault: DecisionFault }

/** Binds what is said to what it is said about. @param now milliseconds since the epoch */
export function makeDecision(request: DecisionRequest, subject: DecisionSubject, now: number): MadeDecision {
  const fault = faultOf(request, now)
  if (fault !== undefined) return { ok: false, fault }
  const { component, match, facts, device, release } = subject
  const binding = bindingOf({ component, facts }, request.versions)
  if (binding === undefined)
    return {
      ok: false,
      fault: {
        field: 'component',
        message: `${component.name} has no purl and version to bind a decision to`,
      },
    }
  const free = freeOf(request, binding, component.name)
  if (typeof free === 'string') return { ok: false, fault: { field: 'withoutFacts', message: free } }
  const { status, justification, because, action, by, until } = request
  const decision: Decision = {
    ...{ vulnerability: match.vulnerability, aliases: match.aliases, status, by, at: now },
    because: justification === undefined ? because : `${justification}: ${because}`,
    ...(justification === undefined ? {} : { justification }),
    ...(action === undefined ? {} : { action }),
    ...(until === undefined ? {} : { until: Date.parse(until) }),
    ...(release === undefined ? {} : { release }),
    ...binding,
    // What hangs on no fact of a device is not about one either.
    ...(device === undefined || Object.keys(facts).length === 0 ? {} : { device }),
    ...free,
  }
  return { ok: true, decision }
}

/** What hangs on no fact would hold for ever, in whatever device: somebody has to have thought about that. */
function freeOf(
  { status, withoutFacts }: DecisionRequest,
  { facts }: Binding,
  name: string,
): Pick<Binding, 'withoutFacts'> | string {
  if (Object.keys(facts).length > 0)
    return withoutFacts === undefined
      ? {}
      : `the device file says how ${name} is used, and the decision hangs on that`
  if (withoutFacts !== undefined) return { withoutFacts }
  if (status !== 'not_affected' && status !== 'fixed') return {}
  return `nothing says how ${name} is used, so nothing would open the decision again; add an item for it to the device file, or say why it holds in any device`
}

function faultOfDay(until: string, now: number): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(until)) return `found ${until}, wanted a day as 2027-01-31`
  const at = Date.parse(until)
  // Some days that there are none of are read as days of the next month.
  if (Number.isNaN(at) || !new Date(at).toISOString().startsWith(until)) return `there is no day ${until}`
  const today = new Date(now).toISOString().slice(0, 10)
  return at > now ? undefined : `found ${until}, wanted a day after today (${today}, UTC)`
}
