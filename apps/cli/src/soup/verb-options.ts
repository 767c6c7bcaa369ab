/** What the verbs of `pericard soup` that match an SBOM take on the command line. */
import type { Command } from 'commander'
import { wholeNumber } from '../options.ts'

export const sboms = 'CycloneDX 1.2 to 1.7 (JSON, XML), SPDX 2 (JSON, tag-value) or SPDX 3.0 (JSON-LD)'

/** Adds where advisories, device file and decisions of others come from. */
export function withSources(command: Command): Command {
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

/** An example of a verb, for its help. */
export function example(line: string): string {
  return `\nExample:\n  $ pericard soup ${line}`
}

/** What `--deciders` is. */
export const decidersHelp = 'whose signed decisions count; all others are listed with the reason'
