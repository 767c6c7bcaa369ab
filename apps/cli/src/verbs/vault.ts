import type { Command } from 'commander'
import { openDeviceState, type ShareOptions, withShareOptions } from '../device-shares.ts'
import { withStoreCopy } from '../log-verifier.ts'

interface VaultOptions extends ShareOptions {
  readonly data: string
  readonly json?: true
}

/** `pericard vault status`: what a store holds, in numbers. Whose records they are needs the fleet's share, which this has not. */
export function registerVault(program: Command): void {
  withShareOptions(
    program
      .command('vault')
      .description('look after the vault of a device')
      .command('status')
      .description('say how much the vault holds and how far the fleet has acknowledged it')
      .requiredOption('--data <dir>', 'data folder of the guard'),
  )
    .option('--json', 'print as JSON')
    .addHelpText('after', '\nExample:\n  $ pericard vault status --data /var/lib/pericard --tpm /dev/tpmrm0')
    .action(status)
}

async function status({ data, json, ...shares }: VaultOptions): Promise<void> {
  const found = await withStoreCopy(data, async (store) => {
    const state = await openDeviceState(store, shares)
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
