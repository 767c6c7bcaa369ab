import { readFileSync } from 'node:fs'
import { type Command, InvalidArgumentError } from 'commander'
import {
  type ApplyOutcome,
  type BootOutcome,
  decideBoot,
  UpdateError,
  type UpdateSource,
  updateStatus,
  type UpdateStatus,
} from '@pericard/update'
import { parseBoot, replaceFile } from '@pericard/update/adapters/files'
import { FolderSource, HttpSource } from '@pericard/update/adapters/sources'
import { repositoryStatus } from '@pericard/update/repository'
import { readDeviceConfig } from '@pericard/update/adapters/device'
import { printable } from '../render/terminal.ts'
import { openUpdater, provision as provisionDevice } from './device.ts'
import { applyInGuard, challengeOfGuard, statusOfGuard } from './running-guard.ts'

/** Exit code where the critical function does not let the update go on yet. */
const waitsExitCode = 3

interface DeviceOptions {
  readonly config: string
  readonly json?: true
}

/** The device's side: apply, what follows a start, and status. */
export function registerUpdateDevice(update: Command): void {
  device(update, 'provision', 'give a device its root of trust, in the factory')
    .requiredOption('--root <file>', 'TUF root of the repository, such as repo/metadata/1.root.json')
    .requiredOption('--trust <file>', 'trust document, such as repo/trust/1.trust.json')
    .option('--installed <component=n>', 'release that is installed; repeatable', pair, {})
    .addHelpText(
      'after',
      example(
        'provision --root repo/metadata/1.root.json --trust repo/trust/1.trust.json --installed controller=1',
      ),
    )
    .action(provision)
  device(update, 'apply', 'install the newest release into the slot not in use')
    .requiredOption('--component <id>', 'component to update')
    .option('--url <url>', 'repository behind a web server')
    .option('--folder <dir>', 'repository on a medium')
    .option('--grant <file>', 'grant, where the component needs a person at the device')
    .option('--clock-vouched', 'the wall clock is right: someone authenticated sets it')
    .option('--json', 'print as JSON')
    .addHelpText(
      'after',
      `\nExit code: 0 done, 1 refused, 2 unusable input, 3 waits for the critical function.${example('apply --component controller --url https://updates.example/pump')}`,
    )
    .action(apply)
  device(update, 'confirm', 'after a start: keep the slot on trial if the device works')
    .option('--json', 'print as JSON')
    .addHelpText(
      'after',
      `\nExit code: 0 nothing to do, kept or returned, 1 the device does not work and should start again.${example('confirm')}`,
    )
    .action(confirm)
  device(update, 'boot', 'what a boot loader does: choose the slot of this start, and count it')
    .requiredOption('--component <id>', 'component')
    .addHelpText('after', example('boot --component controller'))
    .action(boot)
  device(update, 'challenge', 'draw a challenge for a grant')
    .addHelpText('after', example('challenge'))
    .action(async ({ config }: DeviceOptions) => {
      const drawn =
        (await challengeOfGuard(config)) ?? (await (await openUpdater(config)).updater.challenge())
      console.log(drawn)
    })
  update
    .command('status')
    .description('say what a device has installed, or what a repository offers')
    .option('--config <file>', 'update configuration of a device')
    .option('--repository <dir>', 'folder of a repository')
    .option('--json', 'print as JSON')
    .addHelpText('after', '\nExample:\n  $ pericard update status --repository repo')
    .action(status)
}

function device(update: Command, name: string, description: string): Command {
  return update
    .command(name)
    .description(description)
    .requiredOption('--config <file>', 'update configuration of the device')
}

function example(line: string): string {
  return `\n\nExample:\n  $ pericard update ${line} --config /etc/pericard/update.json`
}

interface ProvisionOptions extends DeviceOptions {
  readonly root: string
  readonly trust: string
  readonly installed: Readonly<Record<string, number>>
}

async function provision({ config, root, trust, installed }: ProvisionOptions): Promise<void> {
  await provisionDevice(config, { root, trust, installed })
  console.log(`${config}: provisioned`)
}

interface ApplyOptions extends DeviceOptions {
  readonly component: string
  readonly url?: string
  readonly folder?: string
  readonly grant?: string
  readonly clockVouched?: true
}

async function apply(options: ApplyOptions): Promise<void> {
  const { config, component, grant, clockVouched, json } = options
  const from = sourceOf(options)
  const permit = grant === undefined ? undefined : new Uint8Array(readFileSync(grant))
  await refusing(json, async () => {
    const outcome =
      (await applyInGuard(config, options)) ??
      (await (await openUpdater(config, clockVouched)).updater.apply(component, from, permit))
    if (outcome.outcome === 'waiting') process.exitCode = waitsExitCode
    console.log(json === true ? JSON.stringify(outcome) : printable(applied(component, outcome)))
  })
}

function applied(component: string, outcome: ApplyOutcome): string {
  switch (outcome.outcome) {
    case 'up-to-date': {
      const { proven, signedAt } = outcome.freshness
      const age = proven ? '' : '; how long ago that is cannot be told without a clock that is vouched for'
      return `${component} runs the newest release, ${outcome.number}, as signed ${signedAt}${age}`
    }
    case 'waiting':
      return `release ${outcome.number} of ${component} waits: the critical function does not let it ${outcome.before} yet`
    case 'restart':
      return `release ${outcome.number} of ${component} is in slot ${outcome.slot}; the next start tries it`
  }
}

/** One line and exit code 1 for what is refused; anything else is unusable input. */
async function refusing(json: true | undefined, run: () => Promise<void>): Promise<void> {
  try {
    await run()
  } catch (error) {
    if (!(error instanceof UpdateError) || error.code === 'UPDATE_FORMAT') throw error
    if (json === true)
      console.log(JSON.stringify({ outcome: 'refused', code: error.code, message: error.message }))
    else console.error(printable(`pericard: ${error.message} (${error.code})`))
    process.exitCode = 1
  }
}

async function confirm({ config, json }: DeviceOptions): Promise<void> {
  await refusing(json, async () => {
    const { updater } = await openUpdater(config)
    const outcome = await updater.afterBoot()
    if (outcome.outcome === 'unhealthy') process.exitCode = 1
    console.log(json === true ? JSON.stringify(outcome) : confirmed(outcome))
  })
}

function confirmed(outcome: BootOutcome): string {
  switch (outcome.outcome) {
    case 'nothing':
      return 'no update is on trial'
    case 'kept':
      return `release ${outcome.number} of ${outcome.component} is kept`
    case 'returned':
      return `release ${outcome.number} of ${outcome.component} did not work; the one before it runs`
    case 'unhealthy':
      return `${outcome.component} does not work; start again (${outcome.startsLeft} starts left, then the old slot)`
  }
}

/** The reference for boot loader scripts; a machine without one can run it from its first RAM disk. */
async function boot({ config: path, component }: DeviceOptions & { component: string }): Promise<void> {
  const config = readDeviceConfig(path)
  const control = config.components[component]?.boot
  if (control === undefined) throw new Error(`there is no component "${component}" in ${path}`)
  const { slot, next } = decideBoot(parseBoot(new Uint8Array(readFileSync(control))))
  await replaceFile(control, new Uint8Array(Buffer.from(`${JSON.stringify(next)}\n`)))
  console.log(slot)
}

interface StatusOptions {
  readonly config?: string
  readonly repository?: string
  readonly json?: true
}

async function status({ config, repository, json }: StatusOptions): Promise<void> {
  if ((config === undefined) === (repository === undefined))
    throw new Error('give --config for a device or --repository for a repository')
  const told =
    repository === undefined ? await deviceStatus(config ?? '') : await repositoryStatus(repository)
  if (json === true) console.log(JSON.stringify(told))
  else for (const [name, value] of Object.entries(told)) console.log(printable(`${name}: ${plain(value)}`))
}

async function deviceStatus(path: string): Promise<UpdateStatus> {
  return (await statusOfGuard(path)) ?? updateStatus((await openUpdater(path)).updater)
}

function plain(value: unknown): string {
  if (Array.isArray(value)) return value.map((one) => `\n  ${plain(one)}`).join('')
  if (typeof value !== 'object' || value === null) return String(value)
  return Object.entries(value)
    .map(([name, one]) => `${name} ${String(one)}`)
    .join(', ')
}

function sourceOf({ url, folder }: ApplyOptions): UpdateSource {
  if (url !== undefined && folder === undefined) return new HttpSource(url)
  if (folder !== undefined && url === undefined) return new FolderSource(folder)
  throw new Error('give --url for a web server or --folder for a medium')
}

function pair(text: string, before: Readonly<Record<string, number>>): Record<string, number> {
  const match = /^([a-z0-9-]+)=(\d{1,9})$/.exec(text)
  if (match?.[1] === undefined) throw new InvalidArgumentError('component=number was wanted')
  return { ...before, [match[1]]: Number(match[2]) }
}
