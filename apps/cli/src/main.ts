/** `pericard`: one file per verb under `verbs/`; this file only gathers them. */
import { Command, CommanderError } from 'commander'
import { registerCheck } from './verbs/check.ts'
import { registerDiff } from './verbs/diff.ts'
import { registerEvidence } from './verbs/evidence.ts'
import { registerExport } from './verbs/export.ts'
import { registerFleet } from './verbs/fleet.ts'
import { registerGuard } from './verbs/guard.ts'
import { registerInit } from './verbs/init.ts'
import { registerLog } from './verbs/log.ts'
import { registerProve } from './verbs/prove.ts'
import { registerRegister } from './verbs/register.ts'
import { registerSoup } from './verbs/soup.ts'
import { registerTrace } from './verbs/trace.ts'
import { registerVault } from './verbs/vault.ts'
import { registerView } from './verbs/view.ts'
import { explainFailure } from './failure.ts'

const program = new Command('pericard')
  .description(
    'Security for connected medical devices: one device file, analysed, enforced, proven and watched.',
  )
  .version('0.1.0')
  .showHelpAfterError('(run with --help for usage and an example)')
  .exitOverride()

for (const register of [
  registerInit,
  registerCheck,
  registerDiff,
  registerTrace,
  registerExport,
  registerSoup,
  registerGuard,
  registerFleet,
  registerProve,
  registerEvidence,
  registerLog,
  registerVault,
  registerRegister,
  registerView,
]) {
  register(program)
}

// A reader that has seen enough (`head`, `less`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})

try {
  await program.parseAsync(process.argv)
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2
  else {
    console.error(`pericard: ${explainFailure(error)}`)
    process.exitCode = 2
  }
}
