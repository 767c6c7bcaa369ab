import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { runFleetd } from '@pericard/fleetd'
import { type Command, InvalidArgumentError } from 'commander'

interface FleetFlags {
  readonly data: string
  readonly masterKeyFile?: string
  readonly consolePort: number
  readonly devicePort: number
  readonly enrolPort: number
  readonly hostname: readonly string[]
  readonly operator?: string
}

const consoleDir = fileURLToPath(new URL('../../../console/dist', import.meta.url))

/** `pericard fleet`: runs until Ctrl-C; exit 2 if it cannot start. */
export function registerFleet(program: Command): void {
  program
    .command('fleet')
    .description('run the fleet server with its console')
    .requiredOption('--data <folder>', 'where it keeps everything')
    .option('--master-key-file <file>', 'key of its keys, made at first start (default: <folder>.key)')
    .option('--console-port <port>', 'operator API and console', portOf, 8443)
    .option('--device-port <port>', 'devices, by mutual TLS', portOf, 8444)
    .option('--enrol-port <port>', 'enrolment (EST)', portOf, 8445)
    .option('--hostname <name...>', 'names and addresses of this server', ['localhost', '127.0.0.1', '::1'])
    .option('--operator <name>', 'who the sign-in link is for; decisions and changes are in this name')
    .addHelpText('after', '\nExample:\n  $ pericard fleet --data ./fleet')
    .action(async (flags: FleetFlags) => {
      const { hostname: hostnames, ...rest } = flags
      await runFleetd({ ...rest, hostnames, ...(existsSync(consoleDir) ? { consoleDir } : {}) })
    })
}

function portOf(text: string): number {
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port
  throw new InvalidArgumentError('Wanted a port, 0 to 65535.')
}
