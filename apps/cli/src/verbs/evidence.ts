import { readFileSync } from 'node:fs'
import { readEvidence } from '@pericard/protocol'
import type { Command } from 'commander'
import { verifierKey } from '../prover-key.ts'

interface VerifyOptions {
  readonly key: string
  readonly json?: true
}

/** `pericard evidence verify`: exit 0 where every signature and the chain hold, 1 where one does not. */
export function registerEvidence(program: Command): void {
  const evidence = program.command('evidence').description('signed evidence of probes')
  evidence
    .command('verify')
    .description('verify the signatures and the chain of an evidence file')
    .argument('<file>', 'evidence file')
    .requiredOption('--key <pub>', 'public key of the prover, PEM')
    .option('--json', 'print the verified lines as JSON')
    .addHelpText('after', '\nExample:\n  $ pericard evidence verify evidence.jsonl --key prover.pem.pub')
    .action((path: string, options: VerifyOptions) => {
      process.exitCode = verifyFile(path, options)
    })
}

function verifyFile(path: string, options: VerifyOptions): number {
  const read = readEvidence(readFileSync(path, 'utf8'), verifierKey(options.key))
  if (!read.ok) {
    console.error(`${path}:${read.line}: ${read.message} (${read.code})`)
    return 1
  }
  if (options.json === true) process.stdout.write(`${JSON.stringify(read.lines, undefined, 2)}\n`)
  else {
    const count = (result: string): number => read.lines.filter((line) => line.result === result).length
    console.log(
      `${path}: ${read.lines.length} lines verified: ${count('held')} held, ${count('failed')} failed, ${count('not-run')} not run`,
    )
  }
  return 0
}
