import { renameSync, writeFileSync } from 'node:fs'
import { compileIndex } from '@pericard/soup'
import type { Command } from 'commander'
import { readAdvisories } from '../advisories.ts'
import { unusable } from './work.ts'

/** `pericard soup index`. */
export function registerIndex(soup: Command): void {
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

interface IndexOptions {
  readonly advisories: string
  readonly out: string
}

/** Compiles advisories into one file. @returns the exit code */
function compile({ advisories: path, out }: IndexOptions): number {
  console.error(`pericard: reading the advisories of ${path} …`)
  const data = readAdvisories(path)
  if (data.issues.length > 0) return unusable(data.issues.map((issue) => `${issue.path}: ${issue.message}`))
  const bytes = compileIndex(data)
  // A scan may read the old one meanwhile, and half an index would say "no advisory".
  writeFileSync(`${out}.part`, bytes)
  renameSync(`${out}.part`, out)
  const notUsed = Object.values(data.notUnderstood).reduce((sum, times) => sum + times, 0)
  console.log(
    `${out}: ${data.advisories.length} advisories, ${bytes.length} bytes; ${notUsed} statements not understood`,
  )
  return 0
}
