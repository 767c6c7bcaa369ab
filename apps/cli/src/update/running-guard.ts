/** The updater of a guard that runs on this device: what a person here asks of it, without stopping anything. */
import { type ApplyOutcome, UpdateError, type UpdateErrorCode, type UpdateStatus } from '@pericard/update'
import { readDeviceConfig } from '@pericard/update/adapters/device'
import { askLocalPort, type LocalRequest } from '@pericard/update/adapters/local-port'
import { serveMedium } from '@pericard/update/adapters/medium'
import { readText } from '../device-file.ts'

export interface LocalApply {
  readonly component: string
  readonly folder?: string
  readonly grant?: string
  readonly clockVouched?: true
}

/** @returns `undefined` where no guard runs */
export async function challengeOfGuard(config: string): Promise<string | undefined> {
  const drawn = await asked(config, { type: 'challenge' })
  if (drawn === undefined || (typeof drawn === 'string' && /^[0-9a-f]{32}$/.test(drawn))) return drawn
  throw new Error('the updater that runs here answered something that is no challenge')
}

/** @returns `undefined` where no guard runs */
export async function statusOfGuard(config: string): Promise<UpdateStatus | undefined> {
  return (await asked(config, { type: 'status' })) as UpdateStatus | undefined
}

/**
 * Brings a medium to the updater that runs, and serves its files as long as that takes.
 *
 * @returns `undefined` where no guard runs
 * @throws {UpdateError} with the code of a refusal
 */
export async function applyInGuard(
  config: string,
  { component, folder, grant, clockVouched }: LocalApply,
): Promise<ApplyOutcome | undefined> {
  const permit = grant === undefined ? {} : { grant: readText(grant) }
  // Asked first: whether a guard runs at all, before anything listens for it.
  if (folder === undefined || (await askLocalPort(folderOf(config), { type: 'status' })) === undefined)
    return undefined
  if (clockVouched === true)
    throw new Error('--clock-vouched is for a device whose guard does not run: its updater believes no clock')
  const close = await serveMedium(folder, folderOf(config))
  try {
    return (await asked(config, { type: 'apply', component, ...permit })) as ApplyOutcome | undefined
  } finally {
    close()
  }
}

async function asked(config: string, request: LocalRequest): Promise<unknown> {
  const answer = await askLocalPort(folderOf(config), request)
  if (answer === undefined || answer.ok) return answer?.answer
  throw new UpdateError(answer.code as UpdateErrorCode, answer.message)
}

function folderOf(config: string): string {
  return readDeviceConfig(config).folder
}
