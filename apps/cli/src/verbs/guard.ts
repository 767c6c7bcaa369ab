import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Command } from 'commander'
import { describeGuard, layerStates } from '@pericard/guard'
import { runGuardd } from '@pericard/guardd'
import { readDeviceConfig } from '@pericard/update/adapters/device'
import { readDeviceFile, renderIssues } from '../device-file.ts'
import { renderSandboxes } from '../render/sandbox.ts'
import { printable, terminalOf } from '../render/terminal.ts'

interface GuardOptions {
  readonly data?: string
  readonly serial: string
  readonly deviceUrl: string
  readonly enrolUrl: string
  readonly fleetRoot: string
  readonly passphraseFile?: string
  readonly tpm?: string
  readonly codeFile?: string
  readonly updateConfig?: string
  readonly updateUrl?: string
  readonly json?: true
  readonly explainSandbox?: true
}

/** `pericard guard`: runs the guard of a device until it is told to stop. */
export function registerGuard(program: Command): void {
  program
    .command('guard')
    .description('run the guard of a device: vault, log, critical function, link to the fleet')
    .argument('[file]', 'device file', 'device.yaml')
    .option('--data <dir>', 'data folder: sealed records, sealed log, sockets; needed to run')
    .option('--serial <number>', 'serial number of this device', '0')
    .option('--device-url <url>', 'device port of the fleet server', 'https://127.0.0.1:8444')
    .option('--enrol-url <url>', 'enrolment port of the fleet server', 'https://127.0.0.1:8445')
    .option('--fleet-root <pem>', 'root certificate by which the fleet is known', 'fleet-root.pem')
    .option('--tpm <path>', 'TPM that keeps the device share: /dev/tpmrm0, or the socket of swtpm')
    .option('--passphrase-file <file>', 'share that a person brings; keep it off the medium of --data')
    .option('--code-file <file>', 'one-time code for the first enrolment')
    .option('--update-config <file>', 'slots of this device; with --update-url the updater runs')
    .option('--update-url <url>', "the maker's repository")
    .option('--json', 'print what happens as JSON lines; with --explain-sandbox, the profiles')
    .option('--explain-sandbox', 'show the rights of each process and the layers of this machine, and stop')
    .addHelpText(
      'after',
      `
Exit code: 0 stopped as asked, 2 unusable input (device file, passphrase, store or log that cannot be verified,
a machine without a required layer); with --explain-sandbox 1 where the guard would refuse to start here.

Examples:
  $ pericard guard --explain-sandbox device.yaml
  $ pericard guard device.yaml --data /var/lib/pericard --serial P-0001 --code-file /run/keys/code \\
      --device-url https://fleet:8444 --enrol-url https://fleet:8445 --fleet-root /etc/pericard/root.pem \\
      --tpm /dev/tpmrm0`,
    )
    .action(async (file: string, options: GuardOptions) => {
      process.exitCode = options.explainSandbox === true ? explain(file, options) : await run(file, options)
      // Timers of a guard that was refused must not keep the process.
      process.exit()
    })
}

async function run(deviceFile: string, options: GuardOptions): Promise<number> {
  const { data, fleetRoot, passphraseFile, tpm, codeFile, serial, deviceUrl, enrolUrl } = options
  if (data === undefined) {
    console.error('pericard: --data <dir> is missing: the guard keeps its sealed records and its log there')
    return 2
  }
  const { updateConfig, updateUrl } = options
  if ((updateConfig === undefined) !== (updateUrl === undefined)) {
    console.error(
      'pericard: --update-config and --update-url go together: the slots, and where releases come from',
    )
    return 2
  }
  // Read once here, so that a missing file is said before anything starts.
  if (passphraseFile !== undefined) readFileSync(passphraseFile)
  return runGuardd({
    ...{ deviceFile, dataDir: data, serial, deviceUrl, enrolUrl, fleetRootFile: fleetRoot },
    ...(passphraseFile === undefined ? {} : { passphraseFile }),
    ...(tpm === undefined ? {} : { tpm }),
    ...(codeFile === undefined ? {} : { codeFile }),
    ...(updateConfig === undefined || updateUrl === undefined
      ? {}
      : { update: { configFile: updateConfig, url: updateUrl } }),
    log: (who, status, detail) => {
      if (options.json === true) console.log(JSON.stringify({ who, status, detail }))
      else console.log(`${who}: ${status}${detail === '' ? '' : ` (${detail})`}`)
    },
    onIssues: (issues) => console.error(renderIssues(issues)),
  })
}

/** Where the guard keeps its data on a device, for profiles that nobody has named a folder for. */
const usualData = '/var/lib/pericard'

function explain(path: string, { data = usualData, json, updateConfig }: GuardOptions): number {
  const parsed = readDeviceFile(path)
  if (!parsed.ok) {
    console.error(renderIssues(parsed.issues))
    return 2
  }
  const update = updateConfig === undefined ? undefined : readDeviceConfig(updateConfig)
  const described = describeGuard(parsed.file, dirname(resolve(path)), resolve(data), layerStates(), update)
  const terminal = terminalOf(process.stdout, process.env['NO_COLOR'])
  if (json === true) process.stdout.write(`${JSON.stringify(described, undefined, 2)}\n`)
  else process.stdout.write(printable(renderSandboxes(described, terminal)))
  return described.starts ? 0 : 1
}
