import { join } from 'node:path'
import type { Command } from 'commander'
import { type ShareOptions, withShareOptions } from '../device-shares.ts'
import { isSound, logKeys, verifyLogFolder } from '../log-verifier.ts'

interface LogOptions extends ShareOptions {
  readonly data: string
  readonly json?: true
}

/** `pericard log verify | show`: exit 0 sound, 1 broken, 2 unusable input. */
export function registerLog(program: Command): void {
  const log = program.command('log').description('verify or read the sealed log of a device')
  const verb = (name: string, description: string): Command =>
    withShareOptions(
      log.command(name).description(description).requiredOption('--data <dir>', 'data folder of the guard'),
    )
      .option('--json', 'print as JSON')
      .addHelpText('after', `\nExample:\n  $ pericard log ${name} --data /var/lib/pericard --tpm /dev/tpmrm0`)
  verb('verify', 'say whether the log is whole, and where it breaks').action(verify)
  verb('show', 'print the log up to where it breaks').action(show)
}

async function verify({ data, json, ...shares }: LogOptions): Promise<void> {
  const keys = await logKeys(data, shares)
  const verdict = verifyLogFolder(join(data, 'log'), keys)
  const { entries, fault, head } = verdict
  const sound = isSound(verdict, keys.anchor)
  if (json === true)
    console.log(
      JSON.stringify({ sound, lines: entries.length, anchored: keys.anchor?.sequence ?? 0, head, fault }),
    )
  else if (sound) {
    const note =
      fault === undefined
        ? ''
        : '; an unfinished line stands at the end, as a crash or a running guard leaves it'
    console.log(
      `The log is whole: ${entries.length} lines, ${keys.anchor?.sequence ?? 0} of them anchored${note}`,
    )
  } else {
    console.log(`The log is broken at line ${fault?.sequence} (${fault?.code}). ${fault?.message}`)
    console.log(
      `${entries.length} lines before it are genuine. Keep a copy for inquiry before anything writes on.`,
    )
  }
  process.exitCode = sound ? 0 : 1
}

async function show({ data, json, ...shares }: LogOptions): Promise<void> {
  const keys = await logKeys(data, shares)
  const verdict = verifyLogFolder(join(data, 'log'), keys)
  for (const entry of verdict.entries) {
    const { sequence, at, level, event, detail } = entry
    if (json === true) console.log(JSON.stringify(entry))
    else
      console.log(
        `${String(sequence).padStart(6)}  ${new Date(at).toISOString()}  ${level.padEnd(8)}  ${event}  ${detail}`,
      )
  }
  if (isSound(verdict, keys.anchor)) return
  console.error(`The log is broken at line ${verdict.fault?.sequence} (${verdict.fault?.code})`)
  process.exitCode = 1
}
