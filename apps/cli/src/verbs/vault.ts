import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { KeeperState } from '@pericard/guard'
import { withStoreCopy } from '../log-verifier.ts'

interface VaultOptions {
  readonly data: string
  readonly passphraseFile: string
  readonly json?: true
}

/** `pericard vault status`: what a store holds, in numbers. Whose records they are needs the fleet's share, which this has not. */
export function registerVault(program: Command): void {
  program
    .command('vault')
    .description('look after the vault of a device')
    .command('status')
    .description('say how much the vault holds and how far the fleet has acknowledged it')
    .requiredOption('--data <dir>', 'data folder of the guard')
    .requiredOption('--passphrase-file <file>', 'passphrase of the device')
    .option('--json', 'print as JSON')
    .addHelpText(
      'after',
      '\nExample:\n  $ pericard vault status --data /var/lib/pericard --passphrase-file /run/keys/passphrase',
    )
    .action(status)
}

async function status({ data, passphraseFile, json }: VaultOptions): Promise<void> {
  const passphrase = readFileSync(passphraseFile, 'utf8').trim()
  const found = await withStoreCopy(data, async (store) => {
    const state = await KeeperState.open(store, passphrase)
    let frames = 0
    let destroyed = 0
    for (const row of store.frames({})) {
      frames++
      if (row.body === undefined) destroyed++
    }
    const keys = [...store.deks()].length
    const acknowledged = state.counter('acknowledged')
    return {
      frames,
      destroyed,
      keys,
      acknowledged,
      bootEpoch: state.counter('boot-epoch'),
      enrolled: state.identity !== undefined,
    }
  })
  if (json === true) console.log(JSON.stringify(found))
  else {
    console.log(
      `${found.frames} frames, ${found.destroyed} of them destroyed with their keys; ${found.keys} keys live`,
    )
    console.log(
      `acknowledged by the fleet up to frame ${found.acknowledged}; boot ${found.bootEpoch}; ${found.enrolled ? 'enrolled' : 'not enrolled'}`,
    )
  }
}
