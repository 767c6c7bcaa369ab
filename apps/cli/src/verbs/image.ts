import { createPublicKey } from 'node:crypto'
import { renameSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import {
  fallbackName,
  GuardError,
  manifestName,
  manifestOf,
  signatureName,
  signManifest,
  verifyImage,
} from '@pericard/guard'
import type { CriticalFunction, DeviceFile } from '@pericard/model'
import type { Command } from 'commander'
import { readDeviceFile, renderIssues } from '../device-file.ts'
import { readPrivateKey } from '../key/officer.ts'

interface SignOptions {
  readonly function: string
  readonly role: string
  readonly key: string
  readonly fallback?: boolean
  readonly passphraseFile?: string
}

/** `pericard image …`: exit 0 done or sound, 1 an image is not what the device file wants, 2 unusable input. */
export function registerImage(program: Command): void {
  const image = program.command('image').description('sign and verify the programs of critical functions')
  image
    .command('sign')
    .description('write manifest.json and manifest.sig into the folder of a function’s program')
    .argument('<device-file>')
    .requiredOption('--function <id>', 'critical function of the device file')
    .requiredOption('--role <role>', 'role of the device file that signs')
    .requiredOption('--key <pem>', 'its Ed25519 private key')
    .option('--fallback', 'sign the program that takes over instead')
    .option('--passphrase-file <file>', 'its passphrase, where it is encrypted')
    .addHelpText(
      'after',
      '\nExample:\n  $ pericard image sign device.yaml --function deliver-drug --role release-engineer --key release.pem',
    )
    .action(signImage)
  image
    .command('verify')
    .description('verify the program of each critical function as the gate does before it starts it')
    .argument('<device-file>')
    .addHelpText('after', '\nExample:\n  $ pericard image verify device.yaml')
    .action(verifyImages)
}

async function signImage(path: string, options: SignOptions): Promise<void> {
  const file = deviceFileAt(path)
  if (file === undefined) return
  const fn = file.functions.find(({ id }) => id === options.function)
  const which = options.fallback === true ? 'fallback' : 'program'
  const program = fn?.[which]
  if (fn === undefined || program === undefined)
    throw new Error(`${path}: has no function "${options.function}" with a ${which}`)
  if (!file.roles.some(({ id }) => id === options.role))
    throw new Error(`${path}: has no role "${options.role}"`)
  const key = readPrivateKey(options.key, 'ed25519', options.passphraseFile)
  const folder = dirname(resolve(dirname(path), program.path))
  const manifest = await manifestOf(folder, file.device.id, nameOf(fn, which))
  const text = `${JSON.stringify(manifest, undefined, 2)}\n`
  write(join(folder, signatureName), signManifest(Buffer.from(text), options.role, key))
  write(join(folder, manifestName), text)
  console.error(`${folder}: ${Object.keys(manifest.files).length} files signed`)
  const x = createPublicKey(key).export({ format: 'jwk' }).x ?? ''
  const { signedBy } = program
  if (signedBy?.key === x && signedBy.role === options.role) return
  console.error(`The device file does not ask for this signature yet. Under "${which}" of "${fn.id}":`)
  console.log(`signed-by: { role: ${options.role}, key: ${x} }`)
}

async function verifyImages(path: string): Promise<void> {
  const file = deviceFileAt(path)
  if (file === undefined) return
  for (const fn of file.functions) {
    for (const which of ['program', 'fallback'] as const) {
      const program = fn[which]
      if (program === undefined) continue
      const who =
        program.signedBy === undefined ? 'nobody has to sign it' : `signed by ${program.signedBy.role}`
      const why = await refusal(path, file, nameOf(fn, which), program)
      if (why !== undefined) process.exitCode = 1
      console.log(`${fn.id}${which === 'program' ? '' : ' (fallback)'}: ${why ?? `as it has to be; ${who}`}`)
    }
  }
}

/** What the manifest names: an image of the one must not pass for the other. */
function nameOf({ id }: CriticalFunction, which: 'program' | 'fallback'): string {
  return which === 'program' ? id : fallbackName(id)
}

async function refusal(
  path: string,
  { device }: DeviceFile,
  fn: string,
  { path: program, sha256, signedBy }: NonNullable<CriticalFunction['program']>,
): Promise<string | undefined> {
  try {
    await verifyImage({
      ...{ program: resolve(dirname(path), program), device: device.id, function: fn },
      ...(sha256 === undefined ? {} : { sha256 }),
      ...(signedBy === undefined ? {} : { signedBy }),
    })
    return undefined
  } catch (error) {
    if (error instanceof GuardError) return `${error.message} (${error.code})`
    throw error
  }
}

function deviceFileAt(path: string): DeviceFile | undefined {
  const parsed = readDeviceFile(path)
  if (parsed.ok) return parsed.file
  console.error(renderIssues(parsed.issues))
  process.exitCode = 2
  return undefined
}

/** All of it or nothing: a gate that reads meanwhile finds the old one. */
function write(path: string, text: string): void {
  writeFileSync(`${path}.new`, text, { flush: true })
  renameSync(`${path}.new`, path)
}
