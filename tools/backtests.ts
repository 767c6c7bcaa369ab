/**
 * `npm run backtests [-- --json] [-- --write]`: analyses devices of public advisories as they were shipped, and prints which of
 * the weaknesses that the advisories name were found. Exit 1 below the aim, 2 where a case cannot be read.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { analyse, rules } from '@pericard/analysis'
import { type BacktestCase, CaseError, loadCases } from './backtests/case.ts'
import { fingerprintOf, frozenFingerprint, readSource, rulesEntry } from './backtests/freeze.ts'
import { renderResults, renderSet } from './backtests/render.ts'
import { reachesAim, type Score, scoreOf, totalsOf } from './backtests/score.ts'

const folder = 'conformance/backtests'
const resultsPath = `${folder}/RESULTS.md`

function main(): number {
  const { values } = parseArgs({ options: { json: { type: 'boolean' }, write: { type: 'boolean' } } })
  const now = Date.now()
  const cases = loadCases(folder)
  const tuned = cases.filter(({ heldOut }) => !heldOut).map((each) => scoreCase(each, now))
  const heldOut = cases.filter((each) => each.heldOut).map((each) => scoreCase(each, now))
  const fingerprint = fingerprintOf(rulesEntry)
  const frozen = frozenFingerprint(readSource(resultsPath) ?? '')
  const reached = [tuned, heldOut].every((scores) => reachesAim(totalsOf(scores)))
  if (values.json === true) {
    const totals = { tuned: totalsOf(tuned), heldOut: totalsOf(heldOut) }
    console.log(
      JSON.stringify(
        { fingerprint, frozen, rules: rules.length, reached, totals, tuned, heldOut },
        undefined,
        2,
      ),
    )
  } else {
    console.log(renderSet('Devices that rules may be tuned on', tuned))
    console.log(`\n${renderSet('Devices held out', heldOut)}`)
  }
  if (values.write === true) {
    const date = new Date(now).toISOString().slice(0, 10)
    writeFileSync(resultsPath, renderResults(tuned, heldOut, { date, fingerprint, rules: rules.length }))
    console.error(`Wrote ${resultsPath}.`)
  } else if (frozen !== fingerprint) {
    const since = frozen === undefined ? 'no score was kept' : 'the rules have changed since the freeze'
    console.error(`${resultsPath}: ${since}; "npm run backtests -- --write" keeps this one.`)
  }
  return reached ? 0 : 1
}

function scoreCase({ id, file, expected }: BacktestCase, now: number): Score {
  return scoreOf(id, file, expected, analyse(file, { now }).findings)
}

try {
  process.exitCode = main()
} catch (error) {
  if (!(error instanceof CaseError) && !isUsageError(error)) throw error
  console.error(error.message)
  process.exitCode = 2
}

function isUsageError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
}
