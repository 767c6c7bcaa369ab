import { writeFileSync } from 'node:fs'
import { convertFrom, type SourceFormat, sourceFormats, starterDeviceFile } from '@pericard/model'
import { type Command, Option } from 'commander'
import { readText, renderIssues } from '../device-file.ts'
import { renderNotCarried } from '../render/not-carried.ts'

interface InitOptions {
  readonly from?: SourceFormat
  readonly out?: string
  readonly force?: true
  readonly json?: true
}

/** `pericard init`: writes a device file to start from, or makes one of another tool's file. */
export function registerInit(program: Command): void {
  program
    .command('init')
    .description("write a device file to start from, or make one of another tool's file")
    .argument('[file]', 'where to write it; with --from the file to convert')
    .addOption(new Option('--from <format>', 'format of the file to convert').choices([...sourceFormats]))
    .option('--out <file>', 'where to write the device file (default: "device.yaml")')
    .option('--force', 'overwrite a file that is there')
    .option('--json', 'with --from: print what is not carried over as JSON')
    .addHelpText(
      'after',
      `
Exit code: 0 written, 2 unusable input or a file is in the way.

Examples:
  $ pericard init && pericard check device.yaml
  $ pericard init --from threagile threagile.yaml --out device.yaml`,
    )
    .action((file: string | undefined, options: InitOptions) => {
      process.exitCode =
        options.from === undefined ? start(file, options) : convert(options.from, file, options)
    })
}

function start(file: string | undefined, options: InitOptions): number {
  const target = options.out ?? file ?? 'device.yaml'
  if (!write(target, starterDeviceFile(), options)) return 2
  console.log(`Wrote ${target}. Next: describe your device in it, then run "pericard check ${target}".`)
  return 0
}

function convert(format: SourceFormat, file: string | undefined, options: InitOptions): number {
  if (file === undefined) {
    console.error(`pericard: name the file to convert: pericard init --from ${format} FILE`)
    return 2
  }
  const result = convertFrom(format, readText(file), file)
  if (!result.ok) {
    console.error(renderIssues(result.issues))
    return 2
  }
  const target = options.out ?? 'device.yaml'
  if (!write(target, result.text, options)) return 2
  const { notCarried } = result
  if (options.json === true) console.log(JSON.stringify({ file: target, notCarried }, undefined, 2))
  else {
    console.log(`Wrote ${target}.\n\n${renderNotCarried(notCarried)}`)
    console.log(`Next: go through every "decide" in ${target}, then run "pericard check ${target}".`)
  }
  return 0
}

/** Writes the whole file or says that another one is in the way. */
function write(target: string, text: string, { force }: InitOptions): boolean {
  try {
    writeFileSync(target, text, { flag: force === true ? 'w' : 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    console.error(
      `pericard: ${target} exists already; name another file with --out, or overwrite it with --force`,
    )
    return false
  }
}
