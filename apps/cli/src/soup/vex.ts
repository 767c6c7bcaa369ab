import { writeFileSync } from 'node:fs'
import type { Clock } from '@pericard/base'
import { type Command, Option } from 'commander'
import { type VexHead, vexLinesOf, writeCsafVex, writeCycloneDxVex, writeOpenVex } from '@pericard/soup'
import { decidersHelp, example, sboms, withSources } from './verb-options.ts'
import { sayRegisterTrust } from '../render/register-trust.ts'
import { unusable, workOn, type WorkOptions } from './work.ts'

const writers = { openvex: writeOpenVex, cyclonedx: writeCycloneDxVex, csaf: writeCsafVex }
const vexFormats = ['openvex', 'cyclonedx', 'csaf'] as const

/** `pericard soup vex`. */
export function registerVex(soup: Command, clock: Clock): void {
  withSources(
    soup
      .command('vex')
      .description('say of each vulnerability that was found how it stands, for others to read')
      .argument('<sbom>', sboms),
  )
    .option('--decisions <file>', 'register of decisions')
    .option('--deciders <file>', decidersHelp)
    .addOption(new Option('--format <format>', 'which standard').choices([...vexFormats]).default('openvex'))
    .requiredOption('--author <name>', 'who says it')
    .requiredOption('--namespace <url>', 'address that names your documents, https://maker.example')
    .option('--out <file>', 'file to write instead of printing; it must not exist')
    .addHelpText(
      'after',
      example(
        'vex sbom.cdx.json --advisories advisories.idx --decisions decisions.jsonl --format csaf --author "Aurea" --namespace https://aurea.example --out vex.json',
      ),
    )
    .action(async (path: string, options: VexOptions) => {
      process.exitCode = await vex(path, options, clock)
    })
}

interface VexOptions extends WorkOptions {
  readonly format: (typeof vexFormats)[number]
  readonly author: string
  readonly namespace: string
  readonly out?: string
}

/** Says of each vulnerability that was found how it stands. @returns the exit code */
async function vex(path: string, options: VexOptions, clock: Clock): Promise<number> {
  if (!URL.canParse(options.namespace) || options.namespace.endsWith('/'))
    return unusable([
      `pericard: --namespace: found ${options.namespace}, wanted an address as https://maker.example`,
    ])
  const work = await workOn(path, options, clock)
  if (!work.ok) return unusable(work.lines)
  sayRegisterTrust(work.register)
  const { subject } = work.sbom
  const head: VexHead = {
    ...{ author: options.author, namespace: options.namespace, now: clock.now() },
    ...(subject === undefined ? {} : { subject }),
  }
  const lines = vexLinesOf(work.decided)
  // CSAF and OpenVEX have no document that states nothing.
  if (lines.length === 0) {
    console.error('pericard: nothing was found, so there is nothing to state; no document was written')
    return 0
  }
  const text = `${JSON.stringify(writers[options.format](lines, head), undefined, 2)}\n`
  if (options.out === undefined) process.stdout.write(text)
  else {
    writeFileSync(options.out, text, { flag: 'wx' })
    console.log(`${lines.length} statements written to ${options.out}`)
  }
  return 0
}
