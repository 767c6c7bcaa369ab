import { type Clock, utf8 } from '@pericard/base'
import type { DataItem, DeviceFile } from '@pericard/model'
import { checkObservation } from '@pericard/protocol'
import { Vault, VaultError } from '@pericard/vault'

/** Resources in one request of an application; more belong into the next. */
export const resourcesMax = 100
/** Resources in one answer. */
const answerMax = 200

export type RecordRefusalCode =
  | 'RECORD_NOT_GRANTED'
  | 'RECORD_INVALID'
  | 'RECORD_LOCKED'
  | 'RECORD_STORE_FAILED'

export type Stored =
  | { readonly ok: true; readonly sequence: number }
  | { readonly ok: false; readonly code: RecordRefusalCode; readonly message: string }

/** What an application asks the keeper to seal. `data` names the item of the device file; it may be left out where only one fits. */
export interface StoreRequest {
  readonly component: string
  readonly subject: string
  readonly data?: string | undefined
  readonly resources: readonly unknown[]
}

/** PHI items that the file grants a component and that are carried as FHIR. */
export function itemsOf(file: DeviceFile, component: string): readonly DataItem[] {
  return file.data.filter(
    (item) => item.kind === 'phi' && item.fhir.length > 0 && item.at.includes(component),
  )
}

/** Seals what an application hands over, or says why not; nothing of a refused request is stored. */
export function store(
  file: DeviceFile,
  vault: Vault | undefined,
  request: StoreRequest,
  clock: Clock,
): Stored {
  const item = itemFor(file, request)
  if (item === undefined) {
    return refused('RECORD_NOT_GRANTED', `the device file grants "${request.component}" no such data`)
  }
  if (request.resources.length === 0 || request.resources.length > resourcesMax) {
    return refused('RECORD_INVALID', `${request.resources.length} resources, wanted 1 to ${resourcesMax}`)
  }
  const [issue] = request.resources.flatMap((resource, index) =>
    checkObservation(resource, `resources[${index}]`),
  )
  if (issue !== undefined) return refused('RECORD_INVALID', `${issue.path}: wanted ${issue.wanted}`)
  if (vault === undefined)
    return refused('RECORD_LOCKED', 'the vault is locked; try again once it is unlocked')
  const at = clock.now()
  const { subject } = request
  try {
    const records = request.resources.map((resource) => ({
      data: item.id,
      subject,
      at,
      bytes: utf8(JSON.stringify(resource)),
      compress: isWaveform(resource),
    }))
    return { ok: true, sequence: vault.append(records) }
  } catch (error) {
    return refused('RECORD_STORE_FAILED', `nothing was stored: ${codeOf(error)}`)
  }
}

/** SampledData is the device's own measurement: nobody else chooses a part of it, so its length after compression tells nothing. */
function isWaveform(resource: unknown): boolean {
  return typeof resource === 'object' && resource !== null && 'valueSampledData' in resource
}

/** The item that is named, or of those that fit the one with the shortest retention: what is not needed is not kept. */
function itemFor(file: DeviceFile, { component, data }: StoreRequest): DataItem | undefined {
  const fitting = itemsOf(file, component).filter(({ id }) => data === undefined || id === data)
  const keptFor = ({ keep }: DataItem): number => (typeof keep === 'number' ? keep : Number.POSITIVE_INFINITY)
  return [...fitting].sort((a, b) => keptFor(a) - keptFor(b))[0]
}

export interface ReadRequest {
  readonly component: string
  readonly subject: string
  readonly from: number
  readonly to: number
}

/** Records of one subject that the file grants a component, at most `answerMax`. */
export function read(
  file: DeviceFile,
  vault: Vault,
  { component, subject, from, to }: ReadRequest,
): unknown[] {
  const found: unknown[] = []
  for (const { id } of itemsOf(file, component)) {
    for (const record of vault.read({ data: id, subject, from, to })) {
      if (found.length === answerMax) return found
      found.push(JSON.parse(Buffer.from(record.bytes).toString('utf8')))
    }
  }
  return found
}

/** Code of an error without its text, which may name paths or hold more than a log should. */
export function codeOf(error: unknown): string {
  if (error instanceof VaultError) return error.code
  const { code, errstr } = error as { code?: unknown; errstr?: unknown }
  return [errstr, code].find((text) => typeof text === 'string') ?? 'failed'
}

function refused(code: RecordRefusalCode, message: string): Stored {
  return { ok: false, code, message }
}
