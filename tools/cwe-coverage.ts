/**
 * `npm run cwe-coverage [-- PATH] [-- --json]`: the share of published vulnerabilities whose exact weakness is on some rule card.
 * PATH is a folder of CSAF documents, a `.json`, a `.jsonl` or a `.jsonl.zst`. Exit 2 where it cannot be read.
 */
import { parseArgs } from 'node:util'
import { rules } from '@pericard/analysis'
import { AdvisoryFileError, readVulnerabilities } from './backtests/advisories.ts'
import { coverageOf, renderCoverage } from './backtests/coverage.ts'

const reducedList = 'conformance/backtests/icsma-cwes.json'

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean' } },
  })
  const paths = positionals.length > 0 ? positionals : [reducedList]
  const coverage = coverageOf(paths.flatMap(readVulnerabilities), rules)
  console.log(values.json === true ? JSON.stringify(coverage, undefined, 2) : renderCoverage(coverage))
} catch (error) {
  const usage = error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
  if (!(error instanceof AdvisoryFileError) && !usage) throw error
  console.error(error.message)
  process.exitCode = 2
}
