import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { KeeperState, type LocalSecrets, secretsOfStore, type ShareSources } from '@pericard/guard'
import type { FrameStore } from '@pericard/vault'

/** Where the device's own shares come from: what a store needs depends on its device file. */
export interface ShareOptions {
  readonly passphraseFile?: string
  readonly tpm?: string
}

/** Adds the options that a verb needs which opens a device's store. */
export function withShareOptions(command: Command): Command {
  return command
    .option('--tpm <path>', 'TPM of the device: /dev/tpmrm0, or the socket of swtpm')
    .option('--passphrase-file <file>', 'passphrase of the device, where it has one')
}

/**
 * Opens what the device's own shares open: identity and log, not the records.
 *
 * @throws {VaultError} `VAULT_SHARES_MISSING`, `VAULT_UNLOCK_REFUSED`
 */
export async function openDevice(
  store: FrameStore,
  { passphraseFile, tpm }: ShareOptions,
): Promise<Pick<LocalSecrets, 'hardware'> & { readonly state: KeeperState }> {
  const { device, hardware } = await secretsOfStore(store, sharesFrom({ passphraseFile, tpm }))
  return { state: KeeperState.open(store, device), ...(hardware === undefined ? {} : { hardware }) }
}

/** The sources that the options name. */
export function sharesFrom({ passphraseFile, tpm }: Undefinable<ShareOptions>): ShareSources {
  return {
    passphrase: passphraseFile === undefined ? undefined : readFileSync(passphraseFile, 'utf8').trim(),
    tpm: tpm === undefined ? undefined : resolve(tpm),
  }
}

type Undefinable<T> = { readonly [Name in keyof T]: T[Name] | undefined }
