import { closeSync, openSync, writeSync } from 'node:fs'
import { type Command, InvalidArgumentError } from 'commander'
import { logFolder } from '@pericard/guard'
import {
  type LogLevel,
  type LogVerdict,
  type LogWitness,
  type ReadEntry,
  verifyLog,
  walkLog,
} from '@pericard/vault'
import { FileLogStore } from '@pericard/vault/adapters/files'
import { type ShareOptions, withShareOptions } from '../device-shares.ts'
import { checkLogReader } from '../log-readers.ts'
import { isSound, logAccess } from '../log-verifier.ts'
import { csvHead, csvLine, entryLine, verdictText } from '../render/log.ts'
import { terminalOf } from '../render/terminal.ts'

interface LogOptions extends ShareOptions {
  readonly data: string
  readonly deviceFile?: string
  readonly role?: string
  readonly witness: readonly LogWitness[]
  readonly json?: true
}

interface ReadOptions extends LogOptions {
  readonly since?: number
  readonly level?: LogLevel
  readonly event?: string
  readonly format?: string
  readonly out?: string
}

/** `pericard log verify | show | export`: exit 0 sound, 1 broken, 2 unusable input or a role that may not read. */
export function registerLog(program: Command): void {
  const log = program.command('log').description('verify, read or export the sealed log of a device')
  verb(log, 'verify', 'say whether the log is whole, and where it breaks')
    .option('--json', 'print as JSON')
    .action(verify)
  filters(verb(log, 'show', 'print the log up to where it breaks'))
    .option('--json', 'print as JSON lines')
    .action(show)
  filters(verb(log, 'export', 'write the log, up to where it breaks, for other programs'))
    .option('--format <format>', 'jsonl or csv', oneOf('jsonl', 'csv'), 'jsonl')
    .requiredOption('--out <file>', 'file to write; it must not exist')
    .action(exportLog)
}

function verb(log: Command, name: string, description: string): Command {
  return withShareOptions(
    log.command(name).description(description).requiredOption('--data <dir>', 'data folder of the guard'),
  )
    .option('--device-file <file>', 'device file: who may read the log; needs --role')
    .option('--role <role>', 'role in which you read; refused where the device file does not let it')
    .option('--witness <seq:hash>', 'head of the log seen elsewhere, such as by the fleet', witness, [])
    .addHelpText(
      'after',
      `\nExample:\n  $ pericard log ${name} --data /var/lib/pericard --tpm /dev/tpmrm0${name === 'export' ? ' --out log.jsonl' : ''}`,
    )
}

function filters(command: Command): Command {
  return command
    .option('--since <sequence>', 'from this line on', wholeNumber)
    .option(
      '--level <level>',
      'only info, warning, error or security',
      oneOf('info', 'warning', 'error', 'security'),
    )
    .option('--event <event>', 'only this event')
}

async function verify(options: LogOptions): Promise<void> {
  const { store, keys, witnesses } = await opened(options)
  const verdict = verifyLog(store, keys, witnesses)
  const sound = isSound(verdict)
  const { lines, retired, head, fault, clockSetBack } = verdict
  if (options.json === true) {
    const seen = Object.fromEntries(witnesses.map(({ name, head: at }) => [name, at.sequence]))
    console.log(JSON.stringify({ sound, lines, retired, witnesses: seen, head, fault, clockSetBack }))
  } else
    process.stdout.write(verdictText(verdict, witnesses, terminalOf(process.stdout, process.env['NO_COLOR'])))
  process.exitCode = sound ? 0 : 1
}

async function show(options: ReadOptions): Promise<void> {
  const verdict = await eachEntry(options, (entry) => {
    process.stdout.write(options.json === true ? `${JSON.stringify(entry)}\n` : entryLine(entry))
  })
  sayFault(verdict)
}

async function exportLog(options: ReadOptions): Promise<void> {
  const { out = '', format } = options
  const fd = openSync(out, 'wx', 0o600)
  try {
    if (format === 'csv') writeSync(fd, csvHead)
    let count = 0
    const verdict = await eachEntry(options, (entry) => {
      writeSync(fd, format === 'csv' ? csvLine(entry) : `${JSON.stringify(entry)}\n`)
      count++
    })
    console.log(`${count} lines written to ${out}`)
    sayFault(verdict)
  } finally {
    closeSync(fd)
  }
}

async function eachEntry(options: ReadOptions, take: (entry: ReadEntry) => void): Promise<LogVerdict> {
  const { store, keys, witnesses } = await opened(options)
  const { since = 0, level, event } = options
  const walk = walkLog(store, keys, witnesses)
  for (;;) {
    const { done, value } = walk.next()
    if (done === true) return value
    const wanted = value.sequence >= since && (event === undefined || value.event === event)
    if (wanted && (level === undefined || value.level === level)) take(value)
  }
}

async function opened(
  options: LogOptions,
): Promise<{ store: FileLogStore } & Awaited<ReturnType<typeof logAccess>>> {
  checkLogReader(options)
  const { keys, witnesses } = await logAccess(options.data, options)
  const store = new FileLogStore(logFolder(options.data))
  return { store, keys, witnesses: [...witnesses, ...options.witness] }
}

function sayFault(verdict: LogVerdict): void {
  if (isSound(verdict)) return
  console.error(`The log is broken: ${verdict.fault?.message} (${verdict.fault?.code})`)
  process.exitCode = 1
}

function witness(text: string, before: readonly LogWitness[]): LogWitness[] {
  const found = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text)
  if (found === null)
    throw new InvalidArgumentError('a line number, a colon and 64 hexadecimal digits were wanted')
  const head = { sequence: Number(found[1]), hash: found[2] ?? '' }
  return [...before, { name: `witness ${before.length + 1}`, head }]
}

function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('a line number was wanted')
  return Number(text)
}

function oneOf(...values: readonly string[]): (text: string) => string {
  return (text) => {
    if (!values.includes(text)) throw new InvalidArgumentError(`one of ${values.join(', ')} was wanted`)
    return text
  }
}
