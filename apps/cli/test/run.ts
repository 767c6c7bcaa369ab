/** Runs one verb in a process of its own, with a clock that stands still. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'

export interface Outcome {
  readonly status: number | null
  readonly out: string
  readonly err: string
}

/** The verb `pericard <verb> …`, registered by `register` of `src/verbs/<verb>.ts`. */
export function verb(name: string, register: string): (...args: string[]) => Outcome {
  const module = new URL(`../src/verbs/${name}.ts`, import.meta.url).href
  const program = `
import { Command } from 'commander'
import { ${register} } from ${JSON.stringify(module)}
const pericard = new Command('pericard')
${register}(pericard, { now: () => Date.UTC(2026, 0, 1) })
await pericard.parseAsync(process.argv.slice(1), { from: 'user' })
`
  return (...args) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--input-type=module', '-e', program, '--', name, ...args],
      { encoding: 'utf8', cwd: import.meta.dirname, env: { ...process.env, FORCE_COLOR: undefined } },
    )
    return { status, out: stdout, err: stderr }
  }
}

/** A folder that is gone after the test. */
export function folder(context: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), 'pericard-cli-'))
  context.after(() => rmSync(path, { recursive: true, force: true }))
  return path
}
