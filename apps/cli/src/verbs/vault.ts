import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '@pericard/base'
import type { Command } from 'commander'
import { wipeDevice } from '@pericard/guard'
import { SqliteFrameStore } from '@pericard/vault/adapters/sqlite'
import { openDevice, type ShareOptions, sharesFrom, withShareOptions } from '../device-shares.ts'
import { withStoreCopy } from '../log-verifier.ts'

interface VaultOptions extends ShareOptions {
  readonly data: string
  readonly json?: true
}

/** `pericard vault status | wipe`. Whose records it holds needs the fleet's share, which this has not; wiping needs no fleet. */
export function registerVault(program: Command): void {
  const vault = program.command('vault').description('look after the vault of a device')
  withShareOptions(
    vault
      .command('status')
      .description('say how much the vault holds and how far the fleet has acknowledged it')
      .requiredOption('--data <dir>', 'data folder of the guard'),
  )
    .option('--json', 'print as JSON')
    .addHelpText('after', '\nExample:\n  $ pericard vault status --data /var/lib/pericard --tpm /dev/tpmrm0')
    .action(status)
  withShareOptions(
    vault
      .command('wipe')
      .description('destroy every key of a stopped device, for good, and write a signed receipt')
      .requiredOption('--data <dir>', 'data folder of the guard')
      .requiredOption('--receipt <file>', 'where the receipt goes; it must not be there yet'),
  )
    .option('--yes', 'do it; without it nothing is destroyed')
    .addHelpText(
      'after',
      '\nExit code: 0 wiped, 2 nothing was destroyed.\n\nExample:\n  $ pericard vault wipe --data /var/lib/pericard --tpm /dev/tpmrm0 --receipt wiped.json --yes',
    )
    .action(wipe)
}

interface WipeOptions extends ShareOptions {
  readonly data: string
  readonly receipt: string
  readonly yes?: true
}

async function wipe({ data, receipt: path, yes, ...shares }: WipeOptions): Promise<void> {
  const file = join(data, 'vault.db')
  if (!existsSync(file)) throw new Error(`${file}: no store of a device is there`)
  if (existsSync(path)) throw new Error(`${path}: is there already; a receipt overwrites nothing`)
  const store = new SqliteFrameStore(file)
  try {
    if (yes !== true) {
      const keys = [...store.deks()].length
      throw new Error(
        `would destroy ${keys} keys and the identity of the device for good; give --yes to do it`,
      )
    }
    const signed = await wipeDevice(
      store,
      sharesFrom({ passphraseFile: undefined, tpm: undefined, ...shares }),
      systemClock,
    )
    writeFileSync(path, `${JSON.stringify(signed)}\n`, { flag: 'wx', flush: true })
    const { erased, root } = signed.receipt
    const keys = erased.reduce((sum, each) => sum + each.keys, 0)
    console.log(`Wiped: ${keys} keys of records destroyed, their root in the ${root} too; receipt in ${path}`)
  } finally {
    store.close()
  }
}

async function status({ data, json, ...shares }: VaultOptions): Promise<void> {
  const found = await withStoreCopy(data, async (store) => {
    const { state } = await openDevice(store, shares)
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
