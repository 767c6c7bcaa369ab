import { z } from 'zod'
import { writtenFile } from './schema/file.ts'

/** The JSON Schema (draft 2020-12) of a device file as it is written, for editors and other programs. */
export function deviceFileSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(writtenFile, { io: 'input', target: 'draft-2020-12' })
  return {
    $schema,
    $id: 'urn:pericard:device-file:1',
    title: 'Pericard device file',
    ...schema,
  }
}

/** The text of `docs/specs/device-file.schema.json`. */
export function renderDeviceFileSchema(): string {
  return `${JSON.stringify(deviceFileSchema(), undefined, 2)}\n`
}
