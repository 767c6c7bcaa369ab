import type { Command } from 'commander'
import { tufDownload, tufInit, tufRefresh } from '@pericard/update'
import { registerUpdateDevice } from '../update/device-verbs.ts'
import { registerUpdateMaker } from '../update/maker-verbs.ts'

interface ClientOptions {
  readonly metadataDir: string
  readonly metadataUrl?: string
  readonly targetName?: string
  readonly targetBaseUrl?: string
  readonly targetDir?: string
}

/** `pericard update …`: the maker's repository, the device, and a plain TUF client. */
export function registerUpdate(program: Command): void {
  const update = program.command('update').description('sign, publish and install updates')
  registerUpdateMaker(update)
  registerUpdateDevice(update)
  update
    .command('client')
    .description('a plain TUF client: init ROOT, refresh or download')
    .argument('<action>', 'init, refresh or download')
    .argument('[root]', 'root to trust, for init')
    .requiredOption('--metadata-dir <dir>', 'folder of the client’s metadata')
    .option('--metadata-url <url>', 'where the repository’s metadata is')
    .option('--target-name <name>', 'target to download')
    .option('--target-base-url <url>', 'where the repository’s targets are')
    .option('--target-dir <dir>', 'folder for the target')
    .addHelpText(
      'after',
      '\nExit code: 0 done, 1 refused.\n\nExample:\n  $ pericard update client refresh --metadata-dir metadata --metadata-url http://localhost:8000/metadata',
    )
    .action(client)
}

async function client(action: string, root: string | undefined, options: ClientOptions): Promise<void> {
  try {
    await run(action, root, options)
  } catch (error) {
    console.error(`pericard: ${error instanceof Error ? error.message : 'refused'}`)
    process.exitCode = 1
  }
}

async function run(action: string, root: string | undefined, options: ClientOptions): Promise<void> {
  const { metadataDir, metadataUrl, targetName, targetBaseUrl, targetDir } = options
  if (action === 'init' && root !== undefined) return tufInit(metadataDir, root)
  if (action === 'refresh' && metadataUrl !== undefined) return tufRefresh({ metadataDir, metadataUrl })
  if (action === 'download' && metadataUrl && targetName && targetBaseUrl && targetDir) {
    const from = { metadataDir, metadataUrl, targetBaseUrl, targetDir }
    console.log(await tufDownload(from, targetName))
    return
  }
  throw new Error(`"client ${action}" is not known or lacks an option; run with --help`)
}
