import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { childProfile, explainSandbox, gateFolder, gateProfile } from '@pericard/guard'
import { runGuardd } from '@pericard/guardd'
import { readDeviceFile, renderIssues } from '../device-file.ts'

interface GuardOptions {
  readonly data: string
  readonly serial: string
  readonly deviceUrl: string
  readonly enrolUrl: string
  readonly fleetRoot: string
  readonly passphraseFile?: string
  readonly tpm?: string
  readonly codeFile?: string
  readonly json?: true
  readonly explainSandbox?: true
}

/** `pericard guard`: runs the guard of a device until it is told to stop. */
export function registerGuard(program: Command): void {
  program
    .command('guard')
    .description('run the guard of a device: vault, log, critical function, link to the fleet')
    .argument('<file>', 'device file')
    .requiredOption('--data <dir>', 'data folder: sealed records, sealed log, sockets')
    .option('--serial <number>', 'serial number of this device', '0')
    .option('--device-url <url>', 'device port of the fleet server', 'https://127.0.0.1:8444')
    .option('--enrol-url <url>', 'enrolment port of the fleet server', 'https://127.0.0.1:8445')
    .option('--fleet-root <pem>', 'root certificate by which the fleet is known', 'fleet-root.pem')
    .option('--tpm <path>', 'TPM that keeps the device share: /dev/tpmrm0, or the socket of swtpm')
    .option('--passphrase-file <file>', 'share that a person brings; keep it off the medium of --data')
    .option('--code-file <file>', 'one-time code for the first enrolment')
    .option('--json', 'print what happens as JSON lines')
    .option('--explain-sandbox', 'show the rights of each process and stop')
    .addHelpText(
      'after',
      `
Exit code: 0 stopped as asked, 2 unusable input (device file, passphrase, store or log that cannot be verified).

Example:
  $ pericard guard device.yaml --data /var/lib/pericard --serial P-0001 --code-file /run/keys/code \\
      --device-url https://fleet:8444 --enrol-url https://fleet:8445 --fleet-root /etc/pericard/root.pem \\
      --tpm /dev/tpmrm0`,
    )
    .action(async (file: string, options: GuardOptions) => {
      process.exitCode =
        options.explainSandbox === true ? explain(file, options.data) : await run(file, options)
      // Timers of a guard that was refused must not keep the process.
      process.exit()
    })
}

async function run(deviceFile: string, options: GuardOptions): Promise<number> {
  const { data, fleetRoot, passphraseFile, tpm, codeFile, serial, deviceUrl, enrolUrl } = options
  // Read once here, so that a missing file is said before anything starts.
  if (passphraseFile !== undefined) readFileSync(passphraseFile)
  return runGuardd({
    ...{ deviceFile, dataDir: data, serial, deviceUrl, enrolUrl, fleetRootFile: fleetRoot },
    ...(passphraseFile === undefined ? {} : { passphraseFile }),
    ...(tpm === undefined ? {} : { tpm }),
    ...(codeFile === undefined ? {} : { codeFile }),
    log: (who, status, detail) => {
      if (options.json === true) console.log(JSON.stringify({ who, status, detail }))
      else console.log(`${who}: ${status}${detail === '' ? '' : ` (${detail})`}`)
    },
    onIssues: (issues) => console.error(renderIssues(issues)),
  })
}

function explain(path: string, data: string): number {
  const parsed = readDeviceFile(path)
  if (!parsed.ok) {
    console.error(renderIssues(parsed.issues))
    return 2
  }
  const dataDir = resolve(data)
  for (const name of ['keeper', 'courier', 'local-api'] as const) {
    console.log(explainSandbox(name, childProfile(name, dataDir)))
  }
  for (const fn of parsed.file.functions) {
    if (fn.program === undefined) continue
    const configuration = {
      ...{ deviceFile: '', function: fn },
      program: resolve(path, '..', fn.program.path),
      socket: join(gateFolder(dataDir, fn.id), 'gate.sock'),
    }
    console.log(explainSandbox(`gate of ${fn.id}`, gateProfile(configuration)))
  }
  return 0
}
