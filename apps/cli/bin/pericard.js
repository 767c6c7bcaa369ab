#!/usr/bin/env node
// Pericard runs TypeScript without a build, which needs Node 24.12 or later; npm has put one beside us.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const [major, minor] = process.versions.node.split('.').map(Number)
if (major > 24 || (major === 24 && minor >= 12)) {
  // Stripping the types of a thousand files takes longer than what they do. The cache is code: it lies beside what it was
  // made of, not in a folder for everybody, where somebody else could put theirs first (CWE-379).
  const { enableCompileCache } = await import('node:module')
  enableCompileCache(fileURLToPath(new URL('../../../node_modules/.cache/pericard', import.meta.url)))
  await import('../src/main.ts')
} else {
  const own = fileURLToPath(new URL('../../../node_modules/.bin/node', import.meta.url))
  if (!existsSync(own)) {
    console.error(`pericard: needs Node 24.12 or later, this is ${process.version}. Run "npm install" to get one.`)
    process.exit(2)
  }
  const run = spawnSync(own, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' })
  process.exit(run.status ?? 2)
}
