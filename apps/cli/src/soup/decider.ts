import { generateKeyPairSync } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import { type Decider, decidersText, rawPublicKey } from '@pericard/soup'
import { replaceFile } from '@pericard/soup/adapters/durable'
import type { Command } from 'commander'
import { passphraseCharactersMin } from '@pericard/vault'
import { passphraseOf, type WithPassphrase } from '../options.ts'
import { readPrivateKey } from '../key/officer.ts'
import { decidersIn } from './decisions-file.ts'
import { example } from './verb-options.ts'
import { unusable } from './work.ts'

/** `pericard soup decider`. */
export function registerDecider(soup: Command): void {
  soup
    .command('decider')
    .description('add somebody to those whose signed decisions count')
    .argument('<name>', 'name as in --by of "soup decide"')
    .requiredOption('--deciders <file>', 'file to add the public key to; made where there is none')
    .option('--out <file>', 'write a new key there')
    .option('--key <file>', 'or take this one, for example of an officer')
    .requiredOption('--passphrase-file <file>', 'passphrase of the key')
    .addHelpText(
      'after',
      example('decider ada --out ada.pem --deciders deciders.json --passphrase-file passphrase'),
    )
    .action((name: string, options: DeciderOptions) => {
      process.exitCode = addDecider(name, options)
    })
}

interface DeciderOptions extends WithPassphrase {
  readonly deciders: string
  readonly out?: string
  readonly key?: string
}

/** Adds somebody to those whose decisions count, with a new key or one that there is. @returns the exit code */
function addDecider(name: string, options: DeciderOptions): number {
  const { deciders: path, out, key: file } = options
  if ((out === undefined) === (file === undefined))
    return unusable(['pericard: wanted either --out for a new key, or --key for one that there is'])
  const known = existsSync(path) ? decidersIn(path) : { ok: true as const, deciders: [] }
  if (!known.ok) return unusable(known.lines)
  const passphrase = passphraseOf(options)
  if (out !== undefined && passphrase.length < passphraseCharactersMin)
    return unusable([
      `pericard: ${options.passphraseFile}: the passphrase has ${passphrase.length} characters, wanted at least ${passphraseCharactersMin}`,
    ])
  const key =
    file === undefined
      ? newKey(out ?? '', passphrase)
      : rawPublicKey(readPrivateKey(file, 'ed25519', options.passphraseFile))
  const added: Decider = { name, key }
  const others = known.deciders.filter((other) => other.name !== name || other.key !== key)
  replaceFile(path, Buffer.from(decidersText([...others, added])))
  if (out !== undefined) console.log(`${out}: key of ${name}; keep it and its passphrase apart`)
  console.log(
    `${path}: decisions of ${others.length + 1} ${others.length === 0 ? 'key' : 'keys'} count; bring it to others by hand`,
  )
  return 0
}

function newKey(out: string, passphrase: string): string {
  const { privateKey } = generateKeyPairSync('ed25519')
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase })
  writeFileSync(out, pem, { flag: 'wx', mode: 0o600 })
  return rawPublicKey(privateKey)
}
