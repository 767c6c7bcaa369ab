/** `pericard`: one file per verb under `verbs/`; this file only gathers them. */
import { Command, CommanderError } from 'commander'
import { explainFailure } from './failure.ts'

const program = new Command('pericard')
  .description(
    'Security for connected medical devices: one device file, analysed, enforced, proven and watched.',
  )
  .version('0.1.0')
  .showHelpAfterError('(run with --help for usage and an example)')
  .exitOverride()

/** Each verb with its file. One is loaded, since a fleet server takes a second that `check` need not wait for. */
const verbs: Readonly<Record<string, () => Promise<(program: Command) => void | Promise<void>>>> = {
  init: async () => (await import('./verbs/init.ts')).registerInit,
  check: async () => (await import('./verbs/check.ts')).registerCheck,
  diff: async () => (await import('./verbs/diff.ts')).registerDiff,
  trace: async () => (await import('./verbs/trace.ts')).registerTrace,
  register: async () => (await import('./verbs/register.ts')).registerRegister,
  view: async () => (await import('./verbs/view.ts')).registerView,
  export: async () => (await import('./verbs/export.ts')).registerExport,
  soup: async () => {
    const { registerSoup } = await import('./verbs/soup.ts')
    return async (parent) => await registerSoup(parent, process.argv[3])
  },
  guard: async () => (await import('./verbs/guard.ts')).registerGuard,
  fleet: async () => (await import('./verbs/fleet.ts')).registerFleet,
  prove: async () => (await import('./verbs/prove.ts')).registerProve,
  evidence: async () => (await import('./verbs/evidence.ts')).registerEvidence,
  log: async () => (await import('./verbs/log.ts')).registerLog,
  vault: async () => (await import('./verbs/vault.ts')).registerVault,
  key: async () => (await import('./verbs/key.ts')).registerKey,
  update: async () => (await import('./verbs/update.ts')).registerUpdate,
  support: async () => (await import('./verbs/support.ts')).registerSupport,
  image: async () => (await import('./verbs/image.ts')).registerImage,
  gate: async () => (await import('./verbs/gate.ts')).registerGate,
}

// Help, a slip of the pen and no verb at all need the whole list.
const asked = Object.hasOwn(verbs, process.argv[2] ?? '')
  ? [verbs[process.argv[2] ?? '']]
  : Object.values(verbs)
for (const load of asked) await (await load?.())?.(program)

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
