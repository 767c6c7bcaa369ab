/** The README's test command: brings the system tools, builds the console, then runs every check. */
import { spawnSync } from 'node:child_process'
import {
  bubblewrap,
  chromium,
  compiler,
  compilerHeaders,
  ensure,
  howToInstall,
  swtpm,
  tpmTools,
  python,
  tpmToolsTransport,
} from './system.ts'

const missing = ensure([
  bubblewrap,
  chromium,
  swtpm,
  tpmTools,
  tpmToolsTransport,
  compiler,
  compilerHeaders,
  python,
])
if (missing.length > 0) {
  const message = howToInstall(missing)
  if (process.env['CI'] === 'true') {
    console.error(`${message}\nCI skips nothing: giving up.`)
    process.exit(2)
  }
  console.warn(`${message}\nThe tests that need them say so and are skipped.`)
}

const steps: readonly (readonly [string, ...string[]])[] = [
  ['npm', 'run', '--silent', 'build', '-w', 'apps/console'],
  ['npm', 'run', '--silent', 'check'],
]
for (const [command, ...rest] of steps) {
  const { status } = spawnSync(command, rest, { stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}
