import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import type { Clock } from '@pericard/base'
import { type DeviceFile, parseDeviceFile } from '@pericard/model'
import { appliedIn } from '@pericard/soup/adapters/snapshot-store'
import { historyIn, objectsIn, record } from '@pericard/soup/adapters/history-files'
import { asOf, contentOf, type HistoryHead } from '@pericard/soup'
import { type Command, InvalidArgumentError } from 'commander'
import { readText, renderIssues } from '../device-file.ts'
import { collect, type WithPassphrase } from '../options.ts'
import { renderAsOf } from '../render/as-of.ts'
import { renderRegisterTrust } from '../render/register-trust.ts'
import { terminalOf } from '../render/terminal.ts'
import { answerFrom } from './as-of.ts'
import { readStatements } from '../vex-files.ts'
import { readDecisions } from './decisions-file.ts'
import { readFeeds } from './feeds.ts'
import { openKeys, trustIn } from './snapshot.ts'
import { decidersHelp } from './verb-options.ts'
import { unusable } from './work.ts'

/** `pericard soup record`: adds what is known now to the history of a device. */
export function registerRecord(soup: Command, clock: Clock): void {
  soup
    .command('record')
    .description('add what is known now to a signed history: device file, SBOMs, advisories, decisions')
    .requiredOption('--history <dir>', 'folder of the history; made where there is none')
    .requiredOption('--device <file>', 'device file; the SBOMs that it names are recorded too')
    .requiredOption('--advisories <path>', 'folder of an applied snapshot, or advisories')
    .option('--decisions <file>', 'register of decisions')
    .option('--vex <file...>', 'decisions of others that are taken in: OpenVEX, CycloneDX or CSAF')
    .requiredOption('--trust <file>', 'keys to believe')
    .requiredOption('--key <file>', 'key to sign with; repeatable', collect, [])
    .requiredOption('--passphrase-file <file>', 'passphrase of the keys')
    .addHelpText(
      'after',
      '\nExample:\n  $ pericard soup record --history history/ --device device.yaml --advisories applied/ --decisions decisions.jsonl --trust trust.json --key history.pem --passphrase-file passphrase',
    )
    .action(async (options: RecordOptions) => {
      process.exitCode = await recordNow(options, clock)
    })
}

/** `pericard soup as-of`: what was known about a device on a day, and who had decided what. */
export function registerAsOf(soup: Command, clock: Clock): void {
  soup
    .command('as-of')
    .description('say what was known about a device on a day, and who had decided what')
    .argument('<date>', 'the end of a day in UTC as 2026-11-23, or a time as 2026-11-23T12:00:00Z', endOf)
    .requiredOption('--history <dir>', 'folder of the history')
    .requiredOption('--device <id>', 'id of the device, or its device file')
    .requiredOption('--trust <file>', 'keys to believe')
    .option('--deciders <file>', decidersHelp)
    .option('--kept-head <lines:hash>', 'head that was kept elsewhere, to notice a cut end', keptHead)
    .option('--json', 'print everything as JSON')
    .addHelpText(
      'after',
      `
Exit code: 0 nothing found that day, 1 findings, 2 unusable input or a history that cannot be believed.

Example:
  $ pericard soup as-of 2026-11-23 --history history/ --device device.yaml --trust trust.json`,
    )
    .action((date: number, options: AsOfOptions) => {
      process.exitCode = sayAsOf(date, options, clock)
    })
}

interface RecordOptions extends WithPassphrase {
  readonly history: string
  readonly device: string
  readonly advisories: string
  readonly decisions?: string
  readonly vex?: readonly string[]
  readonly trust: string
  readonly key: readonly string[]
}

async function recordNow(options: RecordOptions, clock: Clock): Promise<number> {
  const described = describedBy(options.device)
  if (!described.ok) return unusable(described.lines)
  const applied = existsSync(options.advisories) ? appliedIn(options.advisories) : undefined
  const feeds = applied === undefined ? readFeeds(options.advisories) : undefined
  if (feeds?.ok === false) return unusable(feeds.lines)
  const advisories = applied?.lines ?? contentOf(feeds?.feeds ?? [])
  const { decisions, vex = [] } = options
  if (new Set(vex.map((path) => basename(path))).size < vex.length)
    return unusable(['pericard: --vex: two of the files have the same name; they are recorded by it'])
  const statements = readStatements(vex.map((path) => ({ path, bytes: readFileSync(path) })))
  if (!statements.ok) return unusable(statements.lines)
  const register = readDecisions(decisions)
  if (!register.ok) return unusable(register.lines)
  const role = trustIn(options.trust)
  const facts = record(
    options.history,
    {
      ...{ device: described.file.device.id, files: described.files, advisories },
      sboms: new Map(
        described.file.soup.sboms.map((name) => [name, readFileSync(join(dirname(options.device), name))]),
      ),
      vex: new Map(vex.map((path) => [basename(path), readFileSync(path)])),
      ...(decisions === undefined ? {} : { decisions: readFileSync(decisions) }),
    },
    role,
    await openKeys(options.key, options),
    () => clock.now(),
  )
  const { head } = historyIn(options.history, role)
  for (const fact of facts)
    console.log(
      fact.kind === 'advisories'
        ? `advisories: ${fact.added} added, ${fact.gone} gone`
        : fact.kind === 'vex'
          ? `vex: ${fact.files.length} files`
          : `${fact.kind}${'name' in fact ? ` ${fact.name}` : ''}`,
    )
  console.log(
    facts.length === 0 ? 'Nothing is new.' : `Recorded. Keep this elsewhere: ${head.lines}:${head.last}`,
  )
  return 0
}

type Described =
  | { readonly ok: true; readonly file: DeviceFile; readonly files: ReadonlyMap<string, Uint8Array> }
  | { readonly ok: false; readonly lines: readonly string[] }

/** A device file with all that it includes, by names relative to it. */
function describedBy(path: string): Described {
  const files = new Map<string, Uint8Array>([[basename(path), readFileSync(path)]])
  const result = parseDeviceFile(readText(path), {
    file: path,
    readInclude: (include) => {
      if (!existsSync(include)) return undefined
      files.set(relative(dirname(path), include), readFileSync(include))
      return readText(include)
    },
  })
  return result.ok
    ? { ok: true, file: result.file, files }
    : { ok: false, lines: [renderIssues(result.issues)] }
}

interface AsOfOptions {
  readonly history: string
  readonly device: string
  readonly trust: string
  readonly keptHead?: HistoryHead
  readonly deciders?: string
  readonly json?: true
}

function sayAsOf(date: number, options: AsOfOptions, clock: Clock): number {
  if (date > clock.now() + 86_400_000) return unusable([`${new Date(date).toISOString()} is not yet`])
  const history = historyIn(options.history, trustIn(options.trust), options.keptHead)
  const described = existsSync(options.device) ? describedBy(options.device) : undefined
  if (described?.ok === false) return unusable(described.lines)
  const device = described?.file.device.id ?? options.device
  const known = asOf(history.known, device, date, objectsIn(options.history))
  const answer = answerFrom(known, date, options.deciders)
  if (!answer.ok) return unusable(answer.lines)
  const report = {
    device,
    at: new Date(date).toISOString(),
    head: history.head,
    unsigned: history.unsigned,
    ...answer.report,
  }
  if (options.json === true) process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`)
  else {
    const terminal = terminalOf(process.stdout, process.env['NO_COLOR'])
    process.stdout.write(renderAsOf(report, terminal) + renderRegisterTrust(answer.report.register, terminal))
  }
  return report.releases.some(({ findings }) => findings.length > 0) ? 1 : 0
}

function endOf(text: string): number {
  const day = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T23:59:59.999Z`) : Number.NaN
  const at = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text) ? Date.parse(text) : day
  if (Number.isFinite(at)) return at
  throw new InvalidArgumentError('a day as 2026-11-23 was wanted')
}

function keptHead(text: string): HistoryHead {
  const [, lines, last] = /^(\d{1,9}):([0-9a-f]{64})$/.exec(text) ?? []
  if (lines !== undefined && last !== undefined) return { lines: Number(lines), last }
  throw new InvalidArgumentError(
    'what "pericard soup record" printed was wanted: a number, a colon and a hash',
  )
}
