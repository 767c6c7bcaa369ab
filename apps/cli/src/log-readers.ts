import { readDeviceFile, renderIssues } from './device-file.ts'

/**
 * Refuses a role that the device file does not let read the log (`needed-by` of the log's data item). What keeps others out is the
 * key; this keeps a person with the key from reading in a role that has no need to (HIPAA 45 CFR 164.312(a), IEC TR 60601-4-5 AUTH).
 *
 * @throws with who may read it
 */
export function checkLogReader(options: { readonly deviceFile?: string; readonly role?: string }): void {
  const { deviceFile, role } = options
  if (deviceFile === undefined && role === undefined) return
  if (deviceFile === undefined)
    throw new Error('--role: needs --device-file, which says what a role may read')
  if (role === undefined) throw new Error('--device-file: needs --role, the role in which you read')
  const parsed = readDeviceFile(deviceFile)
  if (!parsed.ok) throw new Error(renderIssues(parsed.issues))
  const { logging, data } = parsed.file
  const log = data.find(({ id }) => id === logging?.log)
  if (log === undefined) throw new Error(`${deviceFile}: has no "logging", so it lets nobody read the log`)
  if (!log.neededBy.includes(role))
    throw new Error(
      `${deviceFile}: the role "${role}" may not read "${log.id}"; its "needed-by" lets ${log.neededBy.join(', ') || 'nobody'}`,
    )
}
