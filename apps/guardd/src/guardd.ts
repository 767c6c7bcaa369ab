import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { startGuard } from '@pericard/guard'
import { readDeviceConfig } from '@pericard/update/adapters/device'
import { type Issue, parseDeviceFile } from '@pericard/model'

/** Shortest passphrase that the guard takes, in characters. */
const passphraseCharactersMin = 16

export interface GuarddOptions {
  readonly deviceFile: string
  readonly dataDir: string
  readonly serial: string
  readonly deviceUrl: string
  readonly enrolUrl: string
  readonly fleetRootFile: string
  /** Where the device file names a share that a person brings. */
  readonly passphraseFile?: string
  /** `/dev/tpmrm0`, or the socket of an emulator, where it names a share of a TPM. */
  readonly tpm?: string
  readonly codeFile?: string
  /** Update configuration and the maker's repository; without them no updater runs. */
  readonly update?: { readonly configFile: string; readonly url: string }
  /** One line for each thing that happened. */
  readonly log: (who: string, status: string, detail: string) => void
  readonly onIssues: (issues: readonly Issue[]) => void
}

/** Runs the guard until it is told to stop. Returns its exit code: 0 stopped, 2 unusable input. */
export async function runGuardd(options: GuarddOptions): Promise<number> {
  const text = readFileSync(options.deviceFile, 'utf8')
  const includes: Record<string, string> = {}
  const folder = dirname(resolve(options.deviceFile))
  const parsed = parseDeviceFile(text, {
    file: options.deviceFile,
    readInclude: (path) => {
      includes[path] = readFileSync(path, 'utf8')
      return includes[path]
    },
  })
  if (!parsed.ok) {
    options.onIssues(parsed.issues)
    return 2
  }
  const passphrase =
    options.passphraseFile === undefined ? undefined : readFileSync(options.passphraseFile, 'utf8').trim()
  if (passphrase !== undefined && passphrase.length < passphraseCharactersMin) {
    const found = `${passphrase.length} characters, wanted at least ${passphraseCharactersMin}`
    options.log('guard', 'refused', `${options.passphraseFile}: the passphrase has ${found}`)
    return 2
  }
  let end: (code: number) => void = () => undefined
  const ended = new Promise<number>((ending) => (end = ending))
  // Before anything runs: a signal during the start must stop it, not orphan the function.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end(0))
  const guard = await startGuard({
    ...{ file: parsed.file, text, includes, folder },
    ...(passphrase === undefined ? {} : { passphrase }),
    ...(options.tpm === undefined ? {} : { tpm: resolve(options.tpm) }),
    ...(options.update === undefined
      ? {}
      : { update: { config: readDeviceConfig(options.update.configFile), url: options.update.url } }),
    dataDir: resolve(options.dataDir),
    device: `${parsed.file.device.id}:${options.serial}`,
    ...(options.codeFile === undefined ? {} : { oneTimeCode: readFileSync(options.codeFile, 'utf8').trim() }),
    fleet: {
      deviceUrl: options.deviceUrl,
      enrolUrl: options.enrolUrl,
      fleetRoot: readFileSync(options.fleetRootFile, 'utf8'),
    },
    onStatus: options.log,
    onFatal: (code, message) => {
      options.log('guard', 'cannot go on', `${message} (${code})`)
      end(2)
    },
  })
  const code = await ended
  await (code === 0 ? guard.stop() : guard.giveUp())
  return code
}
