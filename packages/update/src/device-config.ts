import { z } from 'zod'
import { parseDocument } from './documents.ts'
import { nameSchema } from './trust.ts'

/** How one device is set up for updates; `docs/specs/update.md` explains each key. Paths are relative to the file. */
export interface DeviceConfig {
  readonly v: 1
  readonly deviceId: string
  /** Device file that says which ways each component takes. */
  readonly deviceFile: string
  /** Folder of the updater's own files. */
  readonly folder: string
  /** TPM that counts and keeps the key, or `false`: then whoever restores the medium restores the version floor too. */
  readonly tpm: string | false
  /** File with `pericard.slot=a` or `b` in its text: the kernel's command line. */
  readonly bootedFrom: string
  readonly components: Readonly<Record<string, ComponentConfig>>
  /** Program of the critical function that says by exit code 0 whether the update may go on; the guard asks its gates instead. */
  readonly mayInstall?: Program
  /** Program that says by exit code 0 whether the device works; the guard asks its gates instead. */
  readonly healthy?: Program
  /** Program that asks the person at the device; absent where there is nobody to ask. */
  readonly confirmAtDevice?: Program
}

export interface ComponentConfig {
  readonly a: string
  readonly b: string
  /** Boot control file. */
  readonly boot: string
  /** File with the number of the format of the component's data. */
  readonly dataFormat: string
}

/** A program with its first arguments. */
export type Program = readonly string[]

const path = z.string().min(1).max(4096)
const program: z.ZodType<Program> = z.array(path).min(1).max(16)
const configSchema: z.ZodType<DeviceConfig> = z.strictObject({
  v: z.literal(1),
  deviceId: z.string().min(1).max(100),
  deviceFile: path,
  folder: path,
  tpm: z.union([path, z.literal(false)]),
  bootedFrom: path,
  components: z.record(nameSchema, z.strictObject({ a: path, b: path, boot: path, dataFormat: path })),
  mayInstall: program.exactOptional(),
  healthy: program.exactOptional(),
  confirmAtDevice: program.exactOptional(),
})

/** Reads a device's configuration. @throws {UpdateError} `UPDATE_FORMAT` with the place */
export function parseDeviceConfig(bytes: Uint8Array): DeviceConfig {
  return parseDocument('the update configuration', bytes, configSchema)
}
