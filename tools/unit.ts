/**
 * Runs every test file. Those of pure code share one process: they have no side effects, there are hundreds, and a process
 * for each takes forty times as long as what it tests. The others have one each.
 */
import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'

const shared = /^packages\/(?:base|model|analysis)\/src\//
const files = globSync(['{packages,apps,examples,tools}/**/*.test.ts'], {
  exclude: (name) => name === 'node_modules' || name === 'dist',
})
  .map((path) => path.replaceAll('\\', '/'))
  .sort()
const groups: readonly (readonly [readonly string[], readonly string[]])[] = [
  [['--test-isolation=none'], files.filter((path) => shared.test(path))],
  [[], files.filter((path) => !shared.test(path))],
]
let failed = false
for (const [options, paths] of groups) {
  const { status } = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--test', ...options, ...paths],
    { stdio: 'inherit' },
  )
  failed ||= status !== 0
}
process.exitCode = failed ? 1 : 0
