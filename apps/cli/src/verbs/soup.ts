import { type Clock, systemClock } from '@pericard/base'
import { justifications } from '@pericard/soup'
import { type Command, Option } from 'commander'
import { wholeNumber } from '../options.ts'
import { compile, type IndexOptions } from '../soup/compile.ts'
import { decide, type DecideOptions } from '../soup/decide.ts'
import { registerHistory } from '../soup/history.ts'
import { list, type ListOptions } from '../soup/list.ts'
import { scan, type ScanOptions } from '../soup/scan.ts'
import { registerSnapshot } from '../soup/snapshot.ts'
import { registerSoupUpdate } from '../soup/update.ts'
import { vex, vexFormats, type VexOptions } from '../soup/vex.ts'

const sboms = 'CycloneDX 1.2 to 1.7 (JSON, XML), SPDX 2 (JSON, tag-value) or SPDX 3.0 (JSON-LD)'

/** `pericard soup …`: exit 0 where nothing is found, 1 for findings, 2 where the input can not be used. */
export function registerSoup(program: Command, clock: Clock = systemClock): void {
  const soup = program.command('soup').description('software of unknown provenance')
  withSources(
    soup
      .command('scan')
      .description('match an SBOM against advisories, and judge each match by what it does to the device')
      .argument('<sbom>', sboms),
  )
    .option('--decisions <file>', 'register of decisions; those that hold settle findings')
    .option('--json', 'print everything as JSON')
    .option('--sarif <out>', 'also write the findings as SARIF 2.1.0')
    .option('--vdr <out>', 'also write a vulnerability disclosure report (CycloneDX 1.6)')
    .addHelpText(
      'after',
      `
Exit code: 0 nothing found, 1 findings, 2 unusable input.

Example:
  $ pericard soup scan sbom.cdx.json --advisories advisories/ --device device.yaml`,
    )
    .action(async (path: string, options: ScanOptions) => {
      process.exitCode = await scan(path, options, clock)
    })
  addDecisions(soup, clock)
  registerSnapshot(soup, clock)
  registerSoupUpdate(soup, clock)
  registerHistory(soup, clock)
  soup
    .command('list')
    .description(
      'the SOUP list of a device: title, maker, version, purpose, support, anomalies and their evaluation',
    )
    .argument('<file>', 'device file')
    .requiredOption('--advisories <path>', 'an index, or advisories: a file, or a folder of them')
    .option('--vex <file...>', 'decisions of others: OpenVEX, CycloneDX or CSAF')
    .option('--decisions <file>', 'register of decisions')
    .addOption(
      new Option('--format <format>', 'how to print it').choices(['text', 'csv', 'json']).default('text'),
    )
    .addHelpText('after', example('list device.yaml --advisories advisories.idx --format csv > soup.csv'))
    .action(async (path: string, options: ListOptions) => {
      process.exitCode = await list(path, options, clock)
    })
  soup
    .command('index')
    .description('compile advisories into one file, which a scan opens at once')
    .requiredOption('--advisories <path>', 'advisories: a file, or a folder of them')
    .requiredOption('--out <file>', 'where to write the index')
    .addHelpText(
      'after',
      `
Exit code: 0 written, 2 unusable input.

Example:
  $ pericard soup index --advisories advisories/ --out advisories.idx
  $ pericard soup scan sbom.cdx.json --advisories advisories.idx`,
    )
    .action((options: IndexOptions) => {
      process.exitCode = compile(options)
    })
}

function withSources(command: Command): Command {
  return command
    .requiredOption(
      '--advisories <path>',
      'folder of an applied snapshot, an index, or advisories (OSV, CVE, NVD, CSAF, KEV and more): a file, or a folder of them',
    )
    .option('--device <file>', 'device file, to say what each match does to defence depth')
    .option(
      '--stale-days <n>',
      'days after which the data of a snapshot is a finding; else what the device file says, else 30',
      wholeNumber,
    )
    .option('--vex <file...>', 'decisions of others: OpenVEX, CycloneDX or CSAF')
}

function example(line: string): string {
  return `\nExample:\n  $ pericard soup ${line}`
}

function addDecisions(soup: Command, clock: Clock): void {
  withSources(
    soup
      .command('decide')
      .description('add a decision about a finding; it holds as long as what it was made on does')
      .argument('<sbom>', 'SBOM of the release that was looked at'),
  )
    .requiredOption('--decisions <file>', 'register to add it to; made where there is none')
    .requiredOption('--vulnerability <id>', 'CVE, or another name of it')
    .requiredOption('--component <purl>', 'purl of the component, or its name')
    .addOption(
      new Option('--status <status>', 'what is decided')
        .choices(['not_affected', 'affected', 'fixed', 'under_investigation'])
        .makeOptionMandatory(),
    )
    .addOption(new Option('--justification <word>', 'why it is not affected').choices([...justifications]))
    .requiredOption('--because <text>', 'why, in your words')
    .option('--action <text>', 'what is done about it, where it is affected')
    .requiredOption('--by <name>', 'who decides')
    .option('--until <day>', 'the last day before it is open again, as 2027-01-31')
    .option('--versions <range>', 'versions it holds for, as vers:npm/>=1.0.0|<2.0.0; else the one there is')
    .addHelpText(
      'after',
      example(
        'decide sbom.cdx.json --advisories advisories.idx --device device.yaml --decisions decisions.jsonl --vulnerability CVE-2018-3721 --component pkg:npm/lodash --status not_affected --justification vulnerable_code_not_in_execute_path --because "defaultsDeep is never called" --by ada',
      ),
    )
    .action((path: string, options: DecideOptions) => {
      process.exitCode = decide(path, options, clock)
    })
  withSources(
    soup
      .command('vex')
      .description('say of each vulnerability that was found how it stands, for others to read')
      .argument('<sbom>', sboms),
  )
    .option('--decisions <file>', 'register of decisions')
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
    .action((path: string, options: VexOptions) => {
      process.exitCode = vex(path, options, clock)
    })
}
