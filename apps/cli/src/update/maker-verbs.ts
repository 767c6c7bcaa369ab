import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import {
  type Grant,
  type HybridKey,
  type HybridRole,
  publicHalf,
  signDocument,
  type Trust,
} from '@pericard/update'
import {
  addSignature,
  createKeyFile,
  initRepository,
  openKeyFile,
  parseBundle,
  publishedRelease,
  publishRelease,
  refreshRepository,
  repositoryTrust,
  rotateKeys,
  signRelease,
} from '@pericard/update/repository'
import { collect, passphraseOf, type WithPassphrase, wholeNumber } from '../options.ts'

/** The maker's side: keys, releases, the repository's folder. */
export function registerUpdateMaker(update: Command): void {
  maker(update, 'init-root', 'make all signing keys and an empty repository')
    .requiredOption('--keys <dir>', 'folder for the key files')
    .requiredOption('--device <model>', 'device model')
    .requiredOption('--component <id>', 'component that gets updates; repeatable', collect, [])
    .option('--root-keys <n>', 'root keys', wholeNumber, 3)
    .option('--root-threshold <n>', 'root keys that have to sign', wholeNumber, 2)
    .option('--release-keys <n>', 'keys of each component', wholeNumber, 2)
    .option('--release-threshold <n>', 'of which have to sign', wholeNumber, 2)
    .addHelpText(
      'after',
      example('init-root --repository repo --keys keys --device pump --component controller'),
    )
    .action(initRoot)
  maker(update, 'sign', 'sign an image as a release, or add a signature to one')
    .requiredOption('--key <file>', 'key to sign with')
    .requiredOption('--out <file>', 'bundle to write')
    .option('--bundle <file>', 'bundle to add a signature to, instead of an image')
    .option('--component <id>', 'component')
    .option('--image <file>', 'image')
    .option('--number <n>', 'number of the release, above the last', wholeNumber)
    .option('--name <version>', 'version for people')
    .option('--data-writes <n>', 'format of the data that the release writes', wholeNumber, 1)
    .option('--data-reads-from <n>', 'oldest format that it reads', wholeNumber, 1)
    .addHelpText(
      'after',
      example(
        'sign --repository repo --component controller --image controller.img --number 2 --name 2.0 --key keys/release-controller-1.pem --out 2.bundle',
      ),
    )
    .action(sign)
  registerPublishing(update)
  registerKeys(update)
}

function registerPublishing(update: Command): void {
  maker(update, 'publish', 'put a signed release into the repository, or sign its timestamp anew')
    .requiredOption('--keys <dir>', 'folder with snapshot.pem and timestamp.pem')
    .option('--bundle <file>', 'signed release; without it only the timestamp is renewed')
    .option('--image <file>', 'its image')
    .addHelpText(
      'after',
      example('publish --repository repo --keys keys --bundle 2.bundle --image controller.img'),
    )
    .action(publish)
  maker(update, 'grant', 'permit one update with a person at the device')
    .requiredOption('--key <file>', 'presence key')
    .requiredOption('--component <id>', 'component')
    .requiredOption('--device-id <id>', 'id of the one device')
    .requiredOption('--challenge <hex>', 'what "pericard update challenge" said there')
    .requiredOption('--technician <name>', 'who goes there')
    .requiredOption('--out <file>', 'grant to write')
    .addHelpText(
      'after',
      example(
        'grant --repository repo --key keys/presence.pem --component controller --device-id PUMP-0001 --challenge 0123456789abcdef0123456789abcdef --technician "M. Meyer" --out grant.json',
      ),
    )
    .action(grant)
}

function registerKeys(update: Command): void {
  update
    .command('key')
    .description('make one more signing key, for a rotation')
    .requiredOption('--out <file>', 'key file to write')
    .requiredOption('--passphrase-file <file>', 'passphrase of the key')
    .addHelpText(
      'after',
      '\nExample:\n  $ pericard update key --out keys/root-4.pem --passphrase-file passphrase',
    )
    .action(async ({ out, passphraseFile }: { out: string; passphraseFile: string }) => {
      await createKeyFile(out, passphraseOf({ passphraseFile }))
      console.log(`${out} written`)
    })
  maker(update, 'rotate', 'give the root or a component other keys')
    .requiredOption('--keys <dir>', 'folder with snapshot.pem and timestamp.pem')
    .requiredOption(
      '--signer <file>',
      'key that signs: old root, new root, changed component; repeatable',
      collect,
      [],
    )
    .option('--root <file>', 'key of the new root; repeatable', collect, [])
    .option('--release <file>', 'new key of --component; repeatable', collect, [])
    .option('--component <id>', 'component whose keys change')
    .requiredOption('--threshold <n>', 'how many of the new keys have to sign', wholeNumber)
    .addHelpText(
      'after',
      example(
        'rotate --repository repo --keys keys --root keys/root-2.pem --root keys/root-4.pem --threshold 2 --signer keys/root-1.pem --signer keys/root-2.pem --signer keys/root-4.pem',
      ),
    )
    .action(rotate)
}

function maker(update: Command, name: string, description: string): Command {
  return update
    .command(name)
    .description(description)
    .requiredOption('--repository <dir>', 'folder of the repository')
    .requiredOption('--passphrase-file <file>', 'passphrase of the keys')
}

function example(line: string): string {
  return `\nExample:\n  $ pericard update ${line} --passphrase-file passphrase`
}

interface InitOptions extends WithPassphrase {
  readonly repository: string
  readonly keys: string
  readonly device: string
  readonly component: readonly string[]
  readonly rootKeys: number
  readonly rootThreshold: number
  readonly releaseKeys: number
  readonly releaseThreshold: number
}

async function initRoot(options: InitOptions): Promise<void> {
  const { repository, keys, device, component: components } = options
  const files = await initRepository({
    ...{ repository, keys, device, components, at: new Date(), passphrase: passphraseOf(options) },
    root: { keys: options.rootKeys, threshold: options.rootThreshold },
    release: { keys: options.releaseKeys, threshold: options.releaseThreshold },
  })
  console.log(`${repository}: repository for ${device} with ${components.join(', ')}`)
  for (const file of files) console.log(`${file}`)
  console.log('Take the root, release and presence keys offline now, each to its own keeper.')
}

interface SignOptions extends WithPassphrase {
  readonly repository: string
  readonly key: string
  readonly out: string
  readonly bundle?: string
  readonly component?: string
  readonly image?: string
  readonly number?: number
  readonly name?: string
  readonly dataWrites: number
  readonly dataReadsFrom: number
}

async function sign(options: SignOptions): Promise<void> {
  const { repository, out, component, image, number, bundle } = options
  const key = await openKeyFile(options.key, passphraseOf(options))
  const signed =
    bundle === undefined
      ? await signRelease(
          {
            repository,
            component: needed('--component', component),
            image: needed('--image', image),
            number: needed('--number', number),
            name: options.name ?? `${number}`,
            data: { writes: options.dataWrites, readsFrom: options.dataReadsFrom },
            at: new Date(),
          },
          key,
        )
      : addSignature(parseBundle(readFileSync(bundle)), await repositoryTrust(repository), key)
  writeFileSync(out, JSON.stringify(signed))
  const { signatures, signed: release } = signed.release
  console.log(`${out}: release ${release.number} of ${release.component}, ${signatures.length} signatures`)
}

interface PublishOptions extends WithPassphrase {
  readonly repository: string
  readonly keys: string
  readonly bundle?: string
  readonly image?: string
}

async function publish(options: PublishOptions): Promise<void> {
  const { repository, bundle, image } = options
  const to = { repository, online: await onlineKeys(options), at: new Date() }
  if (bundle === undefined) {
    await refreshRepository(to)
    console.log(`${repository}: snapshot and timestamp signed anew`)
    return
  }
  const release = await publishRelease(to, parseBundle(readFileSync(bundle)), needed('--image', image))
  console.log(`${repository}: release ${release.number} of ${release.component} published`)
}

interface GrantOptions extends WithPassphrase {
  readonly repository: string
  readonly key: string
  readonly component: string
  readonly deviceId: string
  readonly challenge: string
  readonly technician: string
  readonly out: string
}

async function grant(options: GrantOptions): Promise<void> {
  const { repository, component, deviceId, challenge, technician, out } = options
  const { number, image } = await publishedRelease(repository, component)
  const permitted: Grant = { v: 1, deviceId, component, number, image: image.sha256, challenge, technician }
  const key = await openKeyFile(options.key, passphraseOf(options))
  writeFileSync(out, JSON.stringify(signDocument('grant', { signed: permitted }, key)))
  console.log(`${out}: release ${number} of ${component} for ${deviceId}`)
}

interface RotateOptions extends WithPassphrase {
  readonly repository: string
  readonly keys: string
  readonly signer: readonly string[]
  readonly root: readonly string[]
  readonly release: readonly string[]
  readonly component?: string
  readonly threshold: number
}

async function rotate(options: RotateOptions): Promise<void> {
  const { repository, root, release, component, threshold } = options
  const passphrase = passphraseOf(options)
  const open = (paths: readonly string[]): Promise<HybridKey[]> =>
    Promise.all(paths.map((path) => openKeyFile(path, passphrase)))
  const role = async (paths: readonly string[]): Promise<HybridRole> => ({
    keys: (await open(paths)).map(publicHalf),
    threshold,
  })
  const change: Partial<Pick<Trust, 'root' | 'components'>> = {
    ...(root.length === 0 ? {} : { root: await role(root) }),
    ...(release.length === 0
      ? {}
      : { components: { [needed('--component', component)]: await role(release) } }),
  }
  const signers = await open(options.signer)
  const trust = await rotateKeys({
    repository,
    online: await onlineKeys(options),
    at: new Date(),
    signers,
    change,
  })
  console.log(`${repository}: root and trust document ${trust.version}`)
}

async function onlineKeys(options: WithPassphrase & { readonly keys: string }): Promise<{
  snapshot: HybridKey
  timestamp: HybridKey
}> {
  const passphrase = passphraseOf(options)
  const open = (name: string): Promise<HybridKey> => openKeyFile(join(options.keys, name), passphrase)
  return { snapshot: await open('snapshot.pem'), timestamp: await open('timestamp.pem') }
}

function needed<T>(option: string, value: T | undefined): T {
  if (value === undefined) throw new Error(`${option} is missing`)
  return value
}
