import { createHash, createPublicKey } from 'node:crypto'
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { connect } from 'node:tls'
import { type Clock, systemClock } from '@pericard/base'
import type { DeviceFile } from '@pericard/model'
import { EvidenceWriter, proveAll, type ProveEntry, type ProbeTarget } from '@pericard/probes'
import { evidenceHash, evidenceStart, linkPolicy, readEvidence } from '@pericard/protocol'
import type { Command } from 'commander'
import { readDeviceFile, renderIssues } from '../device-file.ts'
import { logVerifier } from '../log-verifier.ts'
import { proverKey } from '../prover-key.ts'
import { sandboxTarget } from '../sandbox-target.ts'
import { updateTarget } from '../update-target.ts'
import { paint, printable, terminalOf, wrap } from '../render/terminal.ts'

interface ProveOptions {
  readonly device?: string
  readonly data?: string
  readonly run?: string
  readonly passphraseFile?: string
  readonly tpm?: string
  readonly fleetRoot?: string
  readonly deviceUrl?: string
  readonly enrolUrl?: string
  readonly consoleUrl?: string
  readonly evidence: string
  readonly key: string
  readonly json?: true
}

/** `pericard prove`: exit 0 where every control held, 1 where one failed or could not be attacked, 2 for unusable input. */
export function registerProve(program: Command, clock: Clock = systemClock): void {
  program
    .command('prove')
    .description('attack a running device and its fleet server, and write what happened as signed evidence')
    .argument('<file>', 'device file')
    .option('--device <id>', 'identity of the device in the fleet; default: the id in the device file')
    .option('--data <dir>', 'data folder of the guard')
    .option('--run <dir>', 'folder of the local sockets; default: "run" in the data folder')
    .option('--tpm <path>', 'TPM of the device, to verify copies of its sealed log')
    .option('--passphrase-file <file>', 'the same, where a person brings the share')
    .option('--fleet-root <pem>', 'root certificate by which the fleet is known; nothing else is attacked')
    .option('--device-url <url>', 'device port of the fleet server')
    .option('--enrol-url <url>', 'enrolment port')
    .option('--console-url <url>', 'console port')
    .option('--evidence <out>', 'evidence file; what is there is continued', 'evidence.jsonl')
    .option(
      '--key <file>',
      'key that signs the evidence; made if missing, with its public half in <file>.pub',
      'prover.pem',
    )
    .option('--json', 'print the results as JSON')
    .addHelpText(
      'after',
      `
Run it against a device under test, never one at a patient: where a control fails, its attack succeeds.

Exit code: 0 every control held, 1 one failed or could not be attacked, 2 unusable input.

Example:
  $ pericard prove device.yaml --data /var/lib/pericard --device-url https://fleet:8444 \\
      --enrol-url https://fleet:8445 --console-url https://fleet:8443`,
    )
    .action(async (path: string, options: ProveOptions) => {
      process.exitCode = await prove(path, options, clock)
    })
}

async function prove(path: string, options: ProveOptions, clock: Clock): Promise<number> {
  const parsed = readDeviceFile(path)
  if (!parsed.ok) {
    console.error(renderIssues(parsed.issues))
    return 2
  }
  const foreign =
    options.fleetRoot === undefined ? [] : await foreignUrls(options, readFileSync(options.fleetRoot))
  if (foreign.length > 0) {
    console.error(
      `pericard: ${foreign.join(', ')}: no server there has a certificate under ${options.fleetRoot}`,
    )
    return 2
  }
  const key = proverKey(options.key)
  const writer = new EvidenceWriter(
    {
      device: options.device ?? parsed.file.device.id,
      version: parsed.file.device.version,
      fileSha256: createHash('sha256').update(readFileSync(path)).digest('hex'),
      key,
    },
    headOf(options.evidence, createPublicKey(key)),
  )
  mkdirSync(dirname(options.evidence), { recursive: true })
  const entries = await proveAll({
    target: {
      ...targetOf(parsed.file, options, clock),
      ...sandboxOf(parsed.file, path, options),
      ...(await verifierOf(options)),
    },
    writer,
    now: () => clock.now(),
    onStart: ({ title }, index, of) => console.error(`[${index + 1}/${of}] ${title} …`),
    onLine: (line) => appendFileSync(options.evidence, `${line}\n`),
  })
  if (options.json === true) process.stdout.write(`${JSON.stringify(entries, undefined, 2)}\n`)
  else process.stdout.write(render(entries, options.evidence))
  return entries.length > 0 && entries.every(({ result }) => result === 'held') ? 0 : 1
}

/** URLs that do not lead to the fleet: attacking a stranger's server by a slip of the hand is a crime in many places. */
async function foreignUrls({ deviceUrl, enrolUrl, consoleUrl }: ProveOptions, ca: Buffer): Promise<string[]> {
  const urls = [deviceUrl, enrolUrl, consoleUrl].filter((url) => url !== undefined)
  const known = await Promise.all(urls.map((url) => isUnder(new URL(url), ca)))
  return urls.filter((_, index) => known[index] !== true)
}

function isUnder(url: URL, ca: Buffer): Promise<boolean> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return new Promise((resolve) => {
    const socket = connect(
      { ...linkPolicy(), host, port: Number(url.port || 443), ca, timeout: 5000 },
      () => {
        resolve(true)
        socket.destroy()
      },
    )
    const no = (): void => {
      resolve(false)
      socket.destroy()
    }
    socket.on('timeout', no)
    socket.on('error', no)
  })
}

/** Where the chain goes on. Evidence that does not verify is never continued: that would vouch for it. */
function headOf(evidence: string, publicKey: ReturnType<typeof createPublicKey>): string {
  if (!existsSync(evidence)) return evidenceStart
  const read = readEvidence(readFileSync(evidence, 'utf8'), publicKey)
  if (!read.ok) throw new Error(`${evidence}: cannot be continued with this key. ${read.message}`)
  const last = read.lines.at(-1)
  return last === undefined ? evidenceStart : evidenceHash(last)
}

function targetOf(deviceFile: DeviceFile, options: ProveOptions, clock: Clock): ProbeTarget {
  const { data, deviceUrl, enrolUrl, consoleUrl } = options
  const runDir = options.run ?? (data === undefined ? undefined : join(data, 'run'))
  return {
    deviceFile,
    ...(data === undefined ? {} : { dataDir: data }),
    ...(runDir === undefined ? {} : { runDir }),
    fleet: {
      ...(deviceUrl === undefined ? {} : { deviceUrl }),
      ...(enrolUrl === undefined ? {} : { enrolUrl }),
      ...(consoleUrl === undefined ? {} : { consoleUrl }),
    },
    now: clock.now(),
  }
}

/** Sandboxes and updater are those of this machine: without a data folder, the device under test is another one. */
function sandboxOf(
  file: DeviceFile,
  path: string,
  { data }: ProveOptions,
): Pick<ProbeTarget, 'sandbox' | 'update'> {
  if (data === undefined) return {}
  const [sandbox, update] = [sandboxTarget(file, path, data), updateTarget(file)]
  return { ...(sandbox === undefined ? {} : { sandbox }), ...(update === undefined ? {} : { update }) }
}

async function verifierOf({
  data,
  passphraseFile,
  tpm,
}: ProveOptions): Promise<Pick<ProbeTarget, 'verifyLog'>> {
  if (data === undefined || (passphraseFile === undefined && tpm === undefined)) return {}
  const shares = {
    ...(passphraseFile === undefined ? {} : { passphraseFile }),
    ...(tpm === undefined ? {} : { tpm }),
  }
  return { verifyLog: await logVerifier(data, shares) }
}

const styles = { held: 'green', failed: 'red', 'not-run': 'yellow' } as const

function render(entries: readonly ProveEntry[], evidence: string): string {
  const terminal = terminalOf(process.stdout, process.env['NO_COLOR'])
  const probes = [...new Set(entries.map(({ probe }) => probe))]
  const lines = probes.flatMap((probe) => {
    const of = entries.filter((entry) => entry.probe === probe)
    const [first] = of
    if (first === undefined) return []
    const controls = of.map(({ control }) => control).join(', ')
    return [
      `${paint(terminal, styles[first.result], first.result.padEnd(7))}  ${probe}`,
      ...wrap(first.saw, terminal.columns, '         '),
      ...wrap(`controls: ${controls}`, terminal.columns, '         '),
    ]
  })
  const count = (result: ProveEntry['result']): number =>
    entries.filter((entry) => entry.result === result).length
  const sum = `${count('held')} held, ${count('failed')} failed, ${count('not-run')} not run; evidence in ${evidence}`
  return printable(`${[...lines, '', sum].join('\n')}\n`)
}
